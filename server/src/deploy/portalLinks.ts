import type { Target } from '../catalog/target.ts';

/**
 * An address that opens the query in Microsoft's portal: in advanced hunting for `xdr`, else in the logs of the workspace
 * with the given Azure resource id. Undefined if there is none to open it in. Nothing is sent by making it.
 */
export async function portalLink(
  query: string,
  target: Target,
  workspaceResourceId?: string,
): Promise<string | undefined> {
  if (target === 'xdr') {
    const packed = base64(await gzip(utf16(query)));
    const inAddress = packed.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
    return `https://security.microsoft.com/v2/advanced-hunting?query=${inAddress}&timeRangeId=week`;
  }
  if (workspaceResourceId === undefined || !isResourceId(workspaceResourceId)) return undefined;
  const packed = encodeURIComponent(base64(await gzip(new TextEncoder().encode(query))));
  const resource = encodeURIComponent(workspaceResourceId);
  return `https://portal.azure.com/#view/Microsoft_OperationsManagementSuite_Workspace/Logs.ReactView/resourceId/${resource}/source/LogsBlade.AnalyticsShareLinkToQuery/q/${packed}/timespan/P1D`;
}

/** `/subscriptions/…/resourceGroups/…/providers/Microsoft.OperationalInsights/workspaces/NAME`. */
export function isResourceId(text: string): boolean {
  return /^\/subscriptions\/[\w-]+\/resourceGroups\/[\w.()-]+\/providers\/Microsoft\.OperationalInsights\/workspaces\/[\w-]+$/i.test(
    text,
  );
}

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Advanced hunting reads UTF-16, low byte first. */
function utf16(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < text.length; index++) view.setUint16(index * 2, text.charCodeAt(index), true);
  return bytes;
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
