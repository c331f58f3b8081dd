import { addresses } from './addresses.ts';
import { arrays } from './arrays.ts';
import { bags } from './bags.ts';
import { bits } from './bits.ts';
import { compression } from './compression.ts';
import { conversions } from './conversions.ts';
import { digests } from './digests.ts';
import { dynamics } from './dynamics.ts';
import { encodings } from './encodings.ts';
import { formats } from './formats.ts';
import type { FunctionFamily, ScalarFunction } from './function.ts';
import { geography } from './geography.ts';
import { maths } from './maths.ts';
import { parsing } from './parsing.ts';
import { patterns } from './patterns.ts';
import { punycode } from './punycode.ts';
import { ranges } from './range.ts';
import { rounding } from './rounding.ts';
import { searches } from './searches.ts';
import { series } from './series.ts';
import { seriesFills } from './seriesFills.ts';
import { strings } from './strings.ts';
import { sundry } from './sundry.ts';
import { times } from './times.ts';
import { urls } from './urls.ts';
import { userAgents } from './userAgents.ts';
import { vectors } from './vectors.ts';
import { zones } from './zones.ts';

/** The scalar function of that name, if there is one here. */
export function scalarFunction(name: string): ScalarFunction | undefined {
  return table.get(name);
}

export function scalarFunctionNames(): string[] {
  return [...table.keys()];
}

/** A name in two families would be a mistake; a test looks for it. */
export const families: readonly FunctionFamily[] = [
  conversions,
  strings,
  patterns,
  times,
  formats,
  rounding,
  dynamics,
  encodings,
  addresses,
  urls,
  userAgents,
  series,
  seriesFills,
  vectors,
  compression,
  punycode,
  geography,
  sundry,
  zones,
  searches,
  parsing,
  ranges,
  maths,
  digests,
  bits,
  bags,
  arrays,
];

const table: ReadonlyMap<string, ScalarFunction> = new Map(families.flatMap((family) => Object.entries(family)));
