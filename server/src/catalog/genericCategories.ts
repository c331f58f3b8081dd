import categoriesText from '../../../schemas/sigma/genericCategories.json?raw';
import { lazy } from './lazy.ts';

/** The category of Windows, such as `process_creation`, that stands for an event of the service `sysmon` or `security`. */
export function genericCategory(service: string, eventId: string): string | undefined {
  return services().get(service)?.get(eventId);
}

const services = lazy(() => {
  const file: { services: Record<string, Record<string, string>> } = JSON.parse(categoriesText);
  return new Map(Object.entries(file.services).map(([name, events]) => [name, new Map(Object.entries(events))]));
});
