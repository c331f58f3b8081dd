import { byCode, present } from './write.mjs';

/** Logsources that exist, with their fields and how often rules use them: `field: [rules, { modifier chain: uses }]`. */
export function taxonomy({ source, logsources, fields, proseFields, modifiers, usage }) {
  const entries = new Map();
  const at = (key) => {
    const entry = entries.get(key) ?? { ...parts(key), rules: 0, fields: {} };
    entries.set(key, entry);
    return entry;
  };
  for (const { logsource, channels, eventIds } of logsources)
    Object.assign(at(keyOf(logsource)), { channels, eventIds });
  for (const [key, counted] of Object.entries(usage)) use(at(key), counted);
  for (const [key, names] of Object.entries(proseFields)) document(at(key), names);
  for (const [key, { legit = [], addon = [], common = [] }] of Object.entries(fields)) {
    const names = [...legit, ...addon, ...common];
    if (names.length > 0) document(at(key), names);
  }
  const modifierUse = Object.entries(modifiers.usage).sort(byCount(([, count]) => count));
  return {
    source,
    modifiers: Object.fromEntries(modifierUse),
    logsources: [...entries.entries()].sort(byRules).map(([, entry]) => present(entry)),
  };
}

function parts(key) {
  return Object.fromEntries(key.split(';').map((part) => part.split('=')));
}

function keyOf(logsource) {
  const names = ['category', 'product', 'service'].filter((name) => logsource[name] !== undefined);
  return names.map((name) => `${name}=${logsource[name]}`).join(';');
}

/** An item without a field (keywords) is counted under the empty name. */
function use(entry, { rules, fields, eventIds = {} }) {
  entry.rules = rules;
  for (const [name, [count, , chains]] of Object.entries(fields).sort(byCount(([, [count]]) => count))) {
    if (name !== '')
      entry.fields[name] = [count, Object.fromEntries(Object.entries(chains).sort(byCount(([, count]) => count)))];
  }
  entry.usedEventIds = Object.fromEntries(Object.entries(eventIds));
}

function document(entry, names) {
  for (const name of names) entry.fields[name] ??= [0];
}

function byCount(count) {
  return (first, second) => count(second) - count(first) || byCode(first[0], second[0]);
}

function byRules([firstKey, first], [secondKey, second]) {
  return second.rules - first.rules || byCode(firstKey, secondKey);
}
