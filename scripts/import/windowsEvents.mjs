/** Windows events by the service of Sigma's logsource: `event id: [title, "field field"]`, and each service's channels. */
export function windowsEvents({ source, ...sections }) {
  const services = { sysmon: { channels: ['Microsoft-Windows-Sysmon/Operational'], events: events(sections.sysmon) } };
  services.security = { channels: ['Security'], events: events(sections.security) };
  for (const [name, section] of Object.entries(sections)) {
    if (!name.startsWith('windowsOther.')) continue;
    const { channels = [], ...byId } = section;
    services[name.slice('windowsOther.'.length)] = { channels, events: events(byId) };
  }
  return { source, services };
}

/** Names with a blank, as Windows Defender has them, are written without it: so Sigma's rules name them. */
function events(byId) {
  const entries = Object.entries(byId).map(([id, { title, name, fields }]) => {
    return [id, [title ?? name ?? '', fields.map((field) => field.replaceAll(' ', '')).join(' ')]];
  });
  return Object.fromEntries(entries.filter(([, [title, fields]]) => title !== '' || fields !== ''));
}
