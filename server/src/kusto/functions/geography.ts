import { Failure } from '../failure.ts';
import type { Value } from '../values/value.ts';
import type { FunctionFamily } from './function.ts';

/** Places on the Earth as a sphere, in degrees and metres. What is no place makes the result null, or `''`. */
export const geography: FunctionFamily = {
  geo_distance_2points: {
    parameters: ['real', 'real', 'real', 'real', 'bool'],
    evaluate: (fromLongitude: number, fromLatitude: number, longitude: number, latitude: number, spheroid = false) => {
      if (spheroid === true) throw new Failure('kql-not-implemented', 'Distances on the spheroid are not run here.');
      return distance(fromLongitude, fromLatitude, longitude, latitude);
    },
  },
  geo_point_in_circle: {
    parameters: ['real'],
    evaluate: (longitude: number, latitude: number, toLongitude: number, toLatitude: number, radius: number) => {
      const away = distance(longitude, latitude, toLongitude, toLatitude);
      return away === null || !(radius > 0) ? null : away <= radius;
    },
  },
  geo_point_to_geohash: { parameters: ['real', 'real', 'size'], evaluate: geohash },
};

/** Of the sphere that has the Earth's mean radius. */
const earthRadius = 6_371_010;

function isPlace(longitude: number, latitude: number): boolean {
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
}

function distance(longitude: number, latitude: number, toLongitude: number, toLatitude: number): number | null {
  if (!isPlace(longitude, latitude) || !isPlace(toLongitude, toLatitude)) return null;
  const [first, second] = [radians(latitude), radians(toLatitude)];
  const [down, across] = [Math.sin((second - first) / 2), Math.sin(radians(toLongitude - longitude) / 2)];
  const chord = down * down + across * across * Math.cos(first) * Math.cos(second);
  return 2 * earthRadius * Math.asin(Math.sqrt(Math.min(1, chord)));
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

/** Halves by turns of the longitude and the latitude, five to a character. */
function geohash(longitude: number, latitude: number, length = 5): Value {
  if (!isPlace(longitude, latitude) || length < 1 || length > 18) return '';
  const ranges = [
    { value: longitude, low: -180, high: 180 },
    { value: latitude, low: -90, high: 90 },
  ];
  let hash = '';
  for (let digit = 0; digit < length; digit++) {
    let bits = 0;
    for (let bit = 0; bit < 5; bit++) {
      const range = ranges[(digit * 5 + bit) % 2];
      if (range === undefined) break;
      const middle = (range.low + range.high) / 2;
      const upper = range.value >= middle;
      if (upper) range.low = middle;
      else range.high = middle;
      bits = bits * 2 + Number(upper);
    }
    hash += '0123456789bcdefghjkmnpqrstuvwxyz'.charAt(bits);
  }
  return hash;
}
