import type { Comment, Operator, Query, Scalar } from './ast.ts';
import { verbatim } from './build.ts';
import { withDefinitions } from './definitions.ts';
import { breakLine, fitting, linked, type Page, type PrintedQuery, separated, write } from './page.ts';
import { quote } from './quote.ts';
import { lastList } from './verbatim.ts';

/**
 * The query as people would lay it out: one operator a line, long conditions broken before `and` and `or` and indented
 * by their depth. Lines have no blanks at their ends and the text no line break after the last.
 */
export function print(query: Query): PrintedQuery {
  return withDefinitions(printTable(query));
}

/** The same without definitions of what it calls, to stand in another query. */
export function printTable(query: Query): PrintedQuery {
  const page: Page = { text: '', lineStart: 0, links: [], flat: false };
  printComments(page, query.comments ?? []);
  linked(page, query.tableSource === undefined ? [] : [query.tableSource], () => write(page, query.table));
  let index = 0;
  while (index < query.operators.length) {
    const group = sameSelection(query.operators, index);
    const selection = group[0]?.kind === 'where' ? group[0].selection : undefined;
    breakLine(page, 0);
    linked(page, selection === undefined ? [] : [selection], () => {
      separated(
        group,
        () => breakLine(page, 0),
        (operator) => printOperator(page, operator),
      );
    });
    index += group.length;
  }
  return { text: page.text, sourceMap: page.links };
}

/** Each on a line of its own. */
export function printComments(page: Page, comments: readonly Comment[]): void {
  for (const { text, source } of comments) {
    linked(page, source === undefined ? [] : [source], () => write(page, `// ${text}`));
    breakLine(page, 0);
  }
}

const indentWidth = 4;
/** A chain of more operands is split into a tree: Kusto's parser recurses once an operand (its error KS245). */
const longestChain = 64;

/** The operator at `index` with those after it that belong to the same selection of the condition. */
function sameSelection(operators: readonly Operator[], index: number): readonly Operator[] {
  const first = operators[index];
  if (first?.kind !== 'where' || first.selection === undefined) return operators.slice(index, index + 1);
  let end = index + 1;
  for (let next = operators[end]; next?.kind === 'where' && next.selection === first.selection; next = operators[end]) {
    end++;
  }
  return operators.slice(index, end);
}

/** `where` and `extend`, at the start of a line. */
export function printOperator(page: Page, operator: Operator): void {
  if (operator.kind === 'where') {
    write(page, '| where ');
    printScalar(page, operator.predicate, 0);
    return;
  }
  write(page, '| extend ');
  separated(
    operator.columns,
    () => {
      write(page, ',');
      breakLine(page, indentWidth);
    },
    ({ name, value, sources = [] }) => {
      linked(page, sources, () => {
        write(page, `${name} = `);
        printScalar(page, value, indentWidth);
      });
    },
  );
}

/** `indent` is where lines begin that the scalar is broken over. */
export function printScalar(page: Page, node: Scalar, indent: number): void {
  linked(page, node.sources ?? [], () => printBare(page, node, indent));
}

function printBare(page: Page, node: Scalar, indent: number): void {
  switch (node.kind) {
    case 'column':
      write(page, node.name);
      break;
    case 'string':
      write(page, quote(node.value));
      break;
    case 'number':
      write(page, node.text);
      break;
    case 'verbatim':
      printVerbatim(page, node.text, indent);
      break;
    case 'bool':
      write(page, String(node.value));
      break;
    case 'binary':
      printOperand(page, node.left, indent);
      write(page, ` ${node.operator} `);
      printOperand(page, node.right, indent);
      break;
    case 'call':
      write(page, node.name);
      printList(page, node.arguments, indent);
      break;
    case 'in':
      printOperand(page, node.left, indent);
      write(page, ` ${node.operator} `);
      printList(page, node.items, indent);
      break;
    case 'not':
      write(page, 'not');
      parenthesised(page, indent, (inner) => printScalar(page, node.operand, inner));
      break;
    case 'and':
    case 'or':
      printChain(page, node.kind, balanced(node.operands), indent);
  }
}

/** `a or b`, or each operand on a line of its own, below the first and indented. A chain in a chain of its kind is a part of it. */
function printChain(page: Page, kind: 'and' | 'or', operands: readonly (Scalar | readonly Scalar[])[], indent: number) {
  const open = lengthOf(kind, operands) <= longestChain;
  const printOperands = (parts: readonly (Scalar | readonly Scalar[])[], inner: number, between: () => void): void =>
    separated(
      parts,
      between,
      (operand) => {
        if (!('kind' in operand)) parenthesised(page, inner, (deeper) => printChain(page, kind, operand, deeper));
        else if (operand.kind !== kind || !open) printOperand(page, operand, inner);
        else linked(page, operand.sources ?? [], () => printOperands(operand.operands, inner, between));
      },
      page,
    );
  const inner = Math.max(indent, indentWidth);
  fitting(
    page,
    () => printOperands(operands, indent, () => write(page, ` ${kind} `)),
    () =>
      printOperands(operands, inner, () => {
        breakLine(page, inner);
        write(page, `${kind} `);
      }),
  );
}

/** How many operands a chain has with those of the chains in it. */
function lengthOf(kind: 'and' | 'or', operands: readonly (Scalar | readonly Scalar[])[]): number {
  return operands.reduce((sum, operand) => {
    const inner = 'kind' in operand ? (operand.kind === kind ? operand.operands : undefined) : undefined;
    return sum + (inner === undefined ? 1 : lengthOf(kind, inner));
  }, 0);
}

/** Conditions within a condition stand in parentheses: nobody should need to know that `and` binds before `or`. */
function printOperand(page: Page, node: Scalar, indent: number): void {
  const compound = node.kind === 'and' || node.kind === 'or' || (node.kind === 'verbatim' && node.compound);
  if (!compound) printScalar(page, node, indent);
  else linked(page, node.sources ?? [], () => parenthesised(page, indent, (inner) => printBare(page, node, inner)));
}

/** `(a, b)`, or one item a line. */
function printList(page: Page, items: readonly Scalar[], indent: number): void {
  parenthesised(page, indent, (inner, broken) => {
    separated(
      items,
      () => {
        write(page, broken ? ',' : ', ');
        if (broken) breakLine(page, inner);
      },
      (item) => printScalar(page, item, inner),
      page,
    );
  });
}

/** Parentheses stand at line ends of their own when what they hold does not fit. */
function parenthesised(page: Page, indent: number, body: (indent: number, broken: boolean) => void): void {
  fitting(
    page,
    () => {
      write(page, '(');
      body(indent, false);
      write(page, ')');
    },
    () => {
      const inner = Math.max(indent, indentWidth) + indentWidth;
      write(page, '(');
      breakLine(page, inner);
      body(inner, true);
      breakLine(page, inner - indentWidth);
      write(page, ')');
    },
  );
}

/** KQL of a mapping: when it is too long, the arguments of its last parentheses go on lines of their own. */
function printVerbatim(page: Page, kql: string, indent: number): void {
  const parts = lastList(kql);
  fitting(
    page,
    () => write(page, kql),
    () => {
      if (parts === undefined) {
        write(page, kql);
        return;
      }
      write(page, parts.head);
      printList(
        page,
        parts.items.map((item) => verbatim(item)),
        indent,
      );
    },
  );
}

/** Operands in groups, none longer than the parser takes at once. */
function balanced(operands: readonly Scalar[]): readonly (Scalar | readonly Scalar[])[] {
  if (operands.length <= longestChain) return operands;
  const size = Math.max(longestChain, Math.ceil(Math.sqrt(operands.length)));
  return Array.from({ length: Math.ceil(operands.length / size) }, (_, index) =>
    operands.slice(index * size, (index + 1) * size),
  );
}
