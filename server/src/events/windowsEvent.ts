import { setField } from './setField.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The fields of an event that keeps them as Windows or Winlogbeat do, laid out flat; undefined for any other event. */
export function windowsEvent(event: Fields): Record<string, unknown> | undefined {
  const root = isObject(event.Event) ? event.Event : event;
  if (
    isObject(root.System) &&
    (root !== event || 'EventData' in root || 'UserData' in root || 'EventID' in root.System)
  ) {
    return renderedEvent(root);
  }
  return isObject(event.winlog) ? winlogbeatEvent(event, event.winlog) : undefined;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As evtx_dump writes it: an element is its text, or an object with `#text` and `#attributes`. */
function renderedEvent(root: Fields): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  if (isObject(root.System)) addElements(fields, root.System);
  if (isObject(root.EventData)) addElements(fields, withoutAttributes(root.EventData));
  if (isObject(root.UserData)) {
    for (const element of Object.values(root.UserData)) {
      if (isObject(element)) addElements(fields, withoutAttributes(element));
    }
  }
  if (isObject(root.RenderingInfo) && typeof root.RenderingInfo.Message === 'string') {
    setField(fields, 'Message', root.RenderingInfo.Message);
  }
  return fields;
}

function addElements(fields: Record<string, unknown>, elements: Fields): void {
  for (const name of Object.keys(elements)) {
    const element = elements[name];
    if (!isObject(element)) {
      setField(fields, name, element);
      continue;
    }
    const attributes = element['#attributes'];
    if (isObject(attributes)) {
      for (const attribute of Object.keys(attributes)) setField(fields, `${name}_${attribute}`, attributes[attribute]);
    }
    const inner = Object.keys(element).filter((key) => key !== '#attributes' && key !== '#text');
    if ('#text' in element) setField(fields, name, element['#text']);
    else if (inner.length > 0) setField(fields, name, element);
  }
}

/** The namespace of the element, which is no field. */
function withoutAttributes(element: Fields): Fields {
  if (!('#attributes' in element)) return element;
  const { '#attributes': _, ...rest } = element;
  return rest;
}

/** Keeps all that the event has, and adds Windows' own names. */
function winlogbeatEvent(event: Fields, winlog: Fields): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const name of Object.keys(event)) setField(fields, name, event[name]);
  const named: [string, unknown][] = [
    ['EventID', winlog.event_id],
    ['Channel', winlog.channel],
    ['Provider_Name', winlog.provider_name],
    ['Computer', winlog.computer_name],
  ];
  for (const [name, value] of named) if (value !== undefined) setField(fields, name, value);
  for (const data of [winlog.user_data, winlog.event_data]) {
    if (isObject(data)) for (const name of Object.keys(data)) setField(fields, name, data[name]);
  }
  return fields;
}
