import { type KustoSymbol, kusto } from '../validation/kusto.ts';

/** Functions that only advanced hunting has; Microsoft's service knows those of Kusto itself. */
export function huntingFunctions(): KustoSymbol[] {
  return hunting.map(([name, parameters, body]) => fromText(name, parameters, body));
}

/** `workspace("name").Table` of Log Analytics: the tables of some other workspace. */
export function workspaceFunction(database: KustoSymbol): KustoSymbol {
  const name = new kusto.Symbols.Parameter.$ctor3(
    'identifier',
    kusto.Symbols.ScalarTypes.String,
    0,
    null,
    null,
    false,
    null,
    1,
    1,
    null,
    null,
  );
  return new kusto.Symbols.FunctionSymbol.$ctor5('workspace', database, [name]);
}

/**
 * Name, parameters and what they add to a table, from the documentation of advanced hunting ("FileProfile()",
 * "SeenBy()", "DeviceFromIP()", "AssignedIPAddresses()").
 */
const hunting: readonly (readonly [name: string, parameters: string, body: string])[] = [
  [
    'FileProfile',
    '(T:(*), x:string="SHA1", y:long=100)',
    `{ T | extend GlobalPrevalence=long(null), GlobalFirstSeen=datetime(null), GlobalLastSeen=datetime(null), Signer="", Issuer="",
       SignerHash="", IsCertificateValid=bool(null), IsRootSignerMicrosoft=bool(null), SignatureState="", IsExecutable=bool(null),
       ThreatName="", Publisher="", SoftwareName="", ProfileAvailability="" }`,
  ],
  ['SeenBy', '(T:(*))', '{ T | extend SeenBy=dynamic(null) }'],
  ['DeviceFromIP', '(T:(*), x:string="", y:datetime=datetime(null))', '{ T | extend IP="", DeviceId="" }'],
  [
    'AssignedIPAddresses',
    '(x:string, y:datetime=datetime(null))',
    `{ datatable(Timestamp:datetime, IPAddress:string, IPType:string, NetworkAdapterType:string, ConnectedNetworks:dynamic)[] }`,
  ],
];

function fromText(name: string, parameters: string, body: string): KustoSymbol {
  return new FunctionSymbol.$ctor16(name, parameters, body, null);
}

const FunctionSymbol = kusto.Symbols.FunctionSymbol as unknown as {
  readonly $ctor16: new (name: string, parameters: string, body: string, description: null) => KustoSymbol;
};
