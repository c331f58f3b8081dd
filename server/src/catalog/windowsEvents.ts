import eventsText from '../../../schemas/sigma/windowsEvents.json?raw';
import { words } from './columns.ts';
import { lazy } from './lazy.ts';

export interface WindowsEvent {
  readonly id: number;
  /** Empty where no source names it. */
  readonly title: string;
  /** The names under `EventData`, in the order of the event; empty where no source lists them. */
  readonly fields: readonly string[];
}

/** The events of one service of Sigma's Windows logsources, such as `security`, `system`, `sysmon`, `windefend`. */
export interface WindowsService {
  readonly channels: readonly string[];
  readonly events: ReadonlyMap<number, WindowsEvent>;
}

export function windowsService(name: string): WindowsService | undefined {
  return services().get(name);
}

interface PackedService {
  readonly channels: string[];
  readonly events: Record<string, [title: string, fields: string]>;
}

const services = lazy(() => {
  const file: { services: Record<string, PackedService> } = JSON.parse(eventsText);
  return new Map(Object.entries(file.services).map(([name, service]) => [name, unpack(service)]));
});

function unpack({ channels, events }: PackedService): WindowsService {
  const entries = Object.entries(events).map(([id, [title, fields]]): [number, WindowsEvent] => {
    return [Number(id), { id: Number(id), title, fields: words(fields) }];
  });
  return { channels, events: new Map(entries) };
}
