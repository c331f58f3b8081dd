import { setField } from './setField.ts';
import { windowsEvent } from './windowsEvent.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * An event in Sigma's field names, from the shapes that logs are exported in:
 * - evtx_dump's JSON (`System`, `EventData`, `UserData`, with or without `Event` around): System's fields by name, their
 *   attributes joined with `_` (`Provider_Name`), the fields of EventData and UserData as they are;
 * - Winlogbeat's (`winlog.event_data`, `winlog.channel`, …) and NXLog's (`SourceName`, `Hostname`);
 * - anything else as it is.
 * A field whose name has spaces is there without them too. A process creation of the Security log (4688) has `Image` and
 * `ParentImage` besides its own names. The original fields of a flat event all stay; the event itself is not changed.
 */
export function normalizeEvent(event: Fields): Fields {
  const windows = windowsEvent(event);
  const aliases = aliasesOf(windows ?? event);
  if (windows === undefined && aliases.length === 0) return event;
  const fields = windows ?? copied(event);
  for (const [name, value] of aliases) setField(fields, name, value);
  return fields;
}

function copied(event: Fields): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const name of Object.keys(event)) setField(fields, name, event[name]);
  return fields;
}

function aliasesOf(event: Fields): [string, unknown][] {
  const aliases: [string, unknown][] = [];
  const add = (name: string, value: unknown): void => {
    if (value !== undefined && !Object.hasOwn(event, name)) aliases.push([name, value]);
  };
  for (const name of Object.keys(event)) {
    if (name.includes(' ')) add(name.replaceAll(' ', ''), event[name]);
  }
  const { EventID } = event;
  if ((EventID === 4688 || EventID === '4688') && Object.hasOwn(event, 'NewProcessName')) {
    add('Image', event.NewProcessName);
    add('ParentImage', event.ParentProcessName);
  }
  if (EventID !== undefined && typeof event.SourceName === 'string') add('Provider_Name', event.SourceName);
  if (EventID !== undefined && typeof event.Hostname === 'string') add('Computer', event.Hostname);
  return aliases;
}
