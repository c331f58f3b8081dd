export type IconName =
  | 'exact'
  | 'approximate'
  | 'impossible'
  | 'error'
  | 'warning'
  | 'information'
  | 'copy'
  | 'wrap'
  | 'export'
  | 'portal'
  | 'table';

/** A picture of 16 by 16 in the colour of the text around it; for the eye only, its meaning always stands beside it. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}

const namespace = 'http://www.w3.org/2000/svg';
const ring = 'M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 1 0 0-12.5z';

/** Drawn with a stroke of 1.25, without fill. */
const paths: Record<IconName, string> = {
  exact: `${ring}M5.2 8.2l2 2 3.7-4.2`,
  approximate: `${ring}M4.9 7.2c1-1.2 2-1 3.1-.3s2.1 .9 3.1-.3M4.9 10c1-1.2 2-1 3.1-.3s2.1 .9 3.1-.3`,
  impossible: `${ring}M3.7 3.7l8.6 8.6`,
  error: `${ring}M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4`,
  warning: 'M8 2L14.5 13.5H1.5zM8 6.5v3.5M8 11.6v.2',
  information: `${ring}M8 7.3v4M8 4.9v.2`,
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  wrap: 'M2 3.5h12M2 8h9.5a2.25 2.25 0 0 1 0 4.5H8M9.8 10.7L8 12.5l1.8 1.8M2 12.5h3',
  export: 'M8 10V2.5M5 5.2l3-2.9 3 2.9M3 8.5v5h10v-5',
  portal: 'M6.5 3.5h-4v10h10v-4M9 2.5h4.5V7M13.3 2.7L7.5 8.5',
  table: 'M2 3h12v10H2zM2 6.5h12M2 9.8h12M6.5 6.5v6.5',
};
