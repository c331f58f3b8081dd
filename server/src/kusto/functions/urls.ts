import { Failure } from '../failure.ts';
import type { Bag } from '../values/value.ts';
import type { FunctionFamily } from './function.ts';

/** URLs and their queries. What is no absolute URL has all parts, and all of them empty. */
export const urls: FunctionFamily = {
  parse_url: { parameters: ['string'], evaluate: parseUrl },
  parseurl: { parameters: ['string'], evaluate: parseUrl },
  parse_urlquery: { parameters: ['string'], evaluate: (query: string) => ({ 'Query Parameters': pairsOf(query) }) },
  parseurlquery: { parameters: ['string'], evaluate: (query: string) => ({ 'Query Parameters': pairsOf(query) }) },
};

function parseUrl(text: string): Bag {
  const [, scheme = '', authority = '', path = '', query = '', fragment = ''] = urlForm.exec(text) ?? [];
  const at = authority.lastIndexOf('@');
  const [user, place] = [authority.slice(0, Math.max(at, 0)), authority.slice(at + 1)];
  const [, username, password] = /^([^:]*):(.*)$/.exec(user) ?? [];
  if (place.includes('[') || (at >= 0 && username === undefined)) {
    throw new Failure('kql-not-implemented', `What \`parse_url\` makes of \`${authority}\` is not documented.`);
  }
  const [, host = '', port = ''] = /^([^:]*)(?::(.*))?$/.exec(place) ?? [];
  return {
    Scheme: scheme,
    Host: host,
    Port: port,
    Path: path,
    Username: username ?? '',
    Password: password ?? '',
    'Query Parameters': pairsOf(query),
    Fragment: fragment,
  };
}

/** Without `://` nothing of a URL is understood (microsoft/Kusto-Query-Language, issue 112). */
const urlForm = /^\s*([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

/** In the order of the keys; what has no `=` is left out (the same issue). */
function pairsOf(query: string): Bag {
  const pairs = query.split('&').flatMap((pair): [string, string][] => {
    const equals = pair.indexOf('=');
    return equals <= 0 ? [] : [[pair.slice(0, equals), pair.slice(equals + 1)]];
  });
  return Object.fromEntries(pairs.sort(([first], [second]) => (first < second ? -1 : first > second ? 1 : 0)));
}
