import type { AliasEvent } from 'js-yaml';
import type { Problem } from '../problem.ts';
import type { Range } from '../range.ts';
import { type Anchor, add, range, type State } from './building.ts';
import { limits } from './limits.ts';
import type { YamlNode } from './tree.ts';

/** An alias with the node that it stands for, unless there is none or the document would become too large. */
export function addAlias(state: State, event: AliasEvent): void {
  const name = state.text.slice(event.anchorStart, event.anchorEnd);
  const place = range(state, event.anchorStart - 1, event.anchorEnd);
  const found = state.anchors.get(name);
  let target: Anchor | undefined;
  if (found === undefined || found === 'open') {
    state.problems.push(found === undefined ? unknownAnchor(name, place) : circle(name, place));
  } else if (state.aliased + found.weight > limits.aliasedNodes || state.stack.length + found.height > limits.depth) {
    if (!state.aliasBombReported) state.problems.push(tooMuch(name, place));
    state.aliasBombReported = true;
  } else {
    target = found;
    state.aliased += found.weight;
  }
  const node: YamlNode = {
    kind: 'alias',
    range: place,
    name,
    ...(target === undefined ? {} : { target: target.node }),
  };
  add(state, node, event.anchorEnd, target?.weight ?? 1, target?.height ?? 0, undefined);
}

function unknownAnchor(name: string, place: Range): Problem {
  return {
    code: 'unknown-anchor',
    severity: 'error',
    message: `No anchor \`&${name}\` stands before the alias \`*${name}\`. If the asterisk is a wildcard, put the value in quotes.`,
    range: place,
    fixes: [
      {
        title: `Put \`*${name}\` in quotes`,
        edits: [{ range: place, text: `'*${name.replaceAll("'", "''")}'` }],
      },
    ],
  };
}

function circle(name: string, place: Range): Problem {
  return {
    code: 'unknown-anchor',
    severity: 'error',
    message: `\`*${name}\` stands inside of \`&${name}\` itself. Remove the alias.`,
    range: place,
  };
}

function tooMuch(name: string, place: Range): Problem {
  return {
    code: 'too-many-aliases',
    severity: 'error',
    message: `The aliases of this document stand for more than ${limits.aliasedNodes.toLocaleString('en')} values, or nest too deeply. Write out what \`*${name}\` stands for.`,
    range: place,
  };
}
