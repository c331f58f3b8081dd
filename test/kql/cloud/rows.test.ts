import { expect, test } from 'vitest';
import type { LogsourceKey } from '../../../server/src/catalog/taxonomy.ts';
import { mappingsFor } from '../../../server/src/kql/mappings.ts';
import { layOut } from '../../../server/src/kql/rows/layOut.ts';
import { compileMatcher } from '../../../server/src/match/compile.ts';
import { parseSigma } from '../../../server/src/sigma/parse.ts';
import { convertText, ruleText } from '../convertDetection.ts';

interface Case {
  readonly table: string;
  readonly logsource: LogsourceKey;
  readonly event: Readonly<Record<string, unknown>>;
  readonly row: Readonly<Record<string, unknown>>;
  readonly target?: 'workspace' | 'xdr' | 'asim';
}

/** Where the fields of a record are, as the vendors' documentation of the tables and connectors has it. */
const cases: readonly Case[] = [
  {
    table: 'AzureActivity',
    logsource: { product: 'azure', service: 'activitylogs' },
    event: { operationName: 'MICROSOFT.AUTHORIZATION/LOCKS/DELETE', CategoryValue: 'Administrative', ResourceId: '/a' },
    row: {
      OperationNameValue: 'MICROSOFT.AUTHORIZATION/LOCKS/DELETE',
      CategoryValue: 'Administrative',
      _ResourceId: '/a',
    },
  },
  {
    table: '_Im_AuditEvent',
    target: 'asim',
    logsource: { product: 'azure', service: 'activitylogs' },
    event: { operationName: 'MICROSOFT.AUTHORIZATION/LOCKS/DELETE' },
    row: { EventVendor: 'Microsoft', EventProduct: 'Azure', Operation: 'MICROSOFT.AUTHORIZATION/LOCKS/DELETE' },
  },
  {
    table: 'SigninLogs',
    logsource: { product: 'azure', service: 'signinlogs' },
    event: { ResultType: 50126, 'DeviceDetail.trusttype': 'Hybrid Azure AD joined', callerIpAddress: '192.0.2.1' },
    row: { ResultType: '50126', DeviceDetail: { trustType: 'Hybrid Azure AD joined' }, IPAddress: '192.0.2.1' },
  },
  {
    table: 'AADNonInteractiveUserSignInLogs',
    logsource: { product: 'azure', service: 'signinlogs' },
    event: { 'DeviceDetail.isCompliant': 'false' },
    row: { DeviceDetail: '{"isCompliant":"false"}' },
  },
  {
    table: 'EntraIdSignInEvents',
    target: 'xdr',
    logsource: { product: 'azure', service: 'signinlogs' },
    event: { ResultType: 0, RiskState: 'atRisk', conditionalAccessStatus: 'notApplied', location: 'NO' },
    row: { ErrorCode: 0, RiskState: 4, ConditionalAccessStatus: 2, Country: 'NO', LogonType: '["interactiveUser"]' },
  },
  {
    table: 'AADUserRiskEvents',
    logsource: { product: 'azure', service: 'riskdetection' },
    event: { riskEventType: 'leakedCredentials' },
    row: { RiskEventType: 'leakedCredentials' },
  },
  {
    table: 'AuditLogs',
    logsource: { product: 'azure', service: 'pim' },
    event: { riskEventType: 'staleSignInAlertIncident' },
    row: { OperationName: 'Triggered PIM alert', TargetResources: 'Potential stale accounts in a privileged role' },
  },
  {
    table: 'OfficeActivity',
    logsource: { product: 'm365', service: 'exchange' },
    event: { eventSource: 'Exchange', eventName: 'Add-FederatedDomain', status: 'success' },
    row: { OfficeWorkload: 'Exchange', Operation: 'Add-FederatedDomain', ResultStatus: 'True' },
  },
  {
    table: 'CloudAppEvents',
    target: 'xdr',
    logsource: { product: 'm365', service: 'audit' },
    event: { Operation: 'UserLoggedIn', ApplicationId: '1', Directionality: 'Inbound' },
    row: { RawEventData: { Operation: 'UserLoggedIn', ApplicationId: '1', Directionality: 'Inbound' } },
  },
  {
    table: 'AWSCloudTrail',
    logsource: { product: 'aws', service: 'cloudtrail' },
    event: {
      eventName: 'PutObject',
      'userIdentity.sessionContext.sessionIssuer.type': 'Role',
      'userIdentity.sessionContext.attributes.mfaAuthenticated': 'false',
      'requestParameters.bucketName': 'b',
      'requestParameters.acl.public': true,
    },
    row: {
      EventName: 'PutObject',
      SessionIssuerType: 'Role',
      SessionMfaAuthenticated: false,
      RequestParameters: '{"bucketName":"b","acl":{"public":true}}',
    },
  },
  {
    table: 'GCPAuditLogs',
    logsource: { product: 'gcp', service: 'gcp.audit' },
    event: {
      'gcp.audit.method_name': 'storage.buckets.delete',
      'data.protoPayload.requestMetadata.callerIp': '192.0.2.1',
    },
    row: { MethodName: 'storage.buckets.delete', RequestMetadata: { callerIp: '192.0.2.1' } },
  },
  {
    table: 'GoogleWorkspaceReports',
    logsource: { product: 'gcp', service: 'google_workspace.login' },
    event: {
      'protoPayload.serviceName': 'login.googleapis.com',
      'protoPayload.metadata.event.eventName': 'suspicious_login',
    },
    row: { IdApplicationName: 'login', EventMessage: 'suspicious_login' },
  },
  {
    table: 'OktaV2_CL',
    logsource: { product: 'okta', service: 'okta' },
    event: {
      eventtype: 'user.session.start',
      'securityContext.isProxy': 'true',
      'debugContext.debugData.factor': 'SMS',
    },
    row: { EventOriginalType: 'user.session.start', SecurityContextIsProxy: true, DebugData: { factor: 'SMS' } },
  },
  {
    table: 'OneLoginEventsV2_CL',
    logsource: { product: 'onelogin', service: 'onelogin.events' },
    event: { event_type_id: '532' },
    row: { EventTypeId: 532 },
  },
  {
    table: 'CiscoDuo_CL',
    logsource: { product: 'cisco', service: 'duo' },
    event: { event_type: 'authentication', reason: 'bypass_user' },
    row: { event_type_s: 'authentication', reason_s: 'bypass_user' },
  },
  {
    table: 'GitHubAuditLogsV2_CL',
    logsource: { product: 'github', service: 'audit' },
    event: { action: 'repo.archived', public_repo: true },
    row: { Action: 'repo.archived', PublicRepo: true },
  },
  {
    table: 'Syslog',
    logsource: { product: 'bitbucket', service: 'audit' },
    event: { 'auditType.category': 'Permissions', 'auditType.action': 'Global permission granted' },
    row: { SyslogMessage: '{"auditType":{"category":"Permissions","action":"Global permission granted"}}' },
  },
  {
    table: 'AKSAudit',
    logsource: { product: 'kubernetes', service: 'audit' },
    event: { verb: 'create', 'objectRef.resource': 'pods', 'responseStatus.code': 403 },
    row: { Verb: 'create', ObjectRef: { resource: 'pods' }, ResponseStatus: { code: 403 } },
  },
  {
    table: 'CloudAuditEvents',
    target: 'xdr',
    logsource: { category: 'application', product: 'kubernetes', service: 'audit' },
    event: { verb: 'create', 'objectRef.subresource': 'exec', apiGroup: 'apps' },
    row: {
      DataSource: 'Azure Kubernetes Service',
      OperationName: 'create',
      RawEventData: { ObjectRef: { subresource: 'exec', apiGroup: 'apps' } },
    },
  },
];

test.each(cases)('a record as a row of $table', ({ table, logsource, target = 'workspace', event, row }) => {
  const mapping = mappingsFor(logsource, target).findLast((each) => each.table === table);
  if (mapping === undefined) throw new Error(`no mapping for ${table}`);
  expect(layOut(mapping, event)).toEqual({ row, unplaced: [], isSelected: true });
});

/** Microsoft's operations guide, which these rules quote, has words of its own; the tables have others. */
test.each([
  [
    'azure',
    'auditlogs',
    `selection: { properties.message: Update Application Sucess- Property Name AppAddress }`,
    `'"displayName":"AppAddress"'`,
  ],
  [
    'azure',
    'auditlogs',
    `selection: { Category: Administrative, OperationName: Assigns the caller to user access admin }`,
    `OperationName startswith "User has elevated their access to User Access Administrator"`,
  ],
  ['azure', 'auditlogs', `selection: { OperationName: Add member from group }`, `"Add member to group"`],
  ['azure', 'signinlogs', `selection: { Status: Success }`, `ResultType == "0"`],
  ['azure', 'signinlogs', `selection: { ResultDescription: Failure }`, `ResultType != "0"`],
  ['azure', 'signinlogs', `selection: { properties.message: Device Code }`, `"deviceCode"`],
  ['kubernetes', 'audit', `selection: { responseStatus.code: ALLOW }`, `Annotations["authorization.k8s.io/decision"]`],
])('%s %s: %s', (product, service, detection, clause) => {
  const { query } = convertText(ruleText(detection, { product, service }), 'workspace');
  expect(query).toContain(clause);
});

/** Otherwise a rule of Sentinel about an alert's title would raise one that it finds again. */
test('alerts of Sentinel’s own rules are left out', () => {
  const rule = ruleText(
    `selection: { eventSource: SecurityComplianceCenter, eventName: Impossible travel activity, status: success }`,
    { product: 'm365', service: 'threat_management' },
  );
  expect(convertText(rule, 'workspace').query).toContain('ProviderName !startswith "ASI "');
  expect(convertText(rule, 'xdr').query).toContain('ServiceSource != "Microsoft Sentinel"');
});

/** Kusto has no path into a list, while the matcher looks into each element: the query says that it is near. */
test('a path that nobody looked up may cross a list', () => {
  const logsource = { product: 'aws', service: 'cloudtrail' };
  const rule = ruleText(`selection: { requestParameters.ipPermissions.items.toPort: 22 }`, logsource);
  const [parsed] = parseSigma(rule).rules;
  if (parsed === undefined) throw new Error('no rule');
  expect(compileMatcher(parsed)({ requestParameters: { ipPermissions: { items: [{ toPort: 22 }] } } })).toBe(true);
  expect(convertText(rule, 'workspace').approximate).toBe(true);
  expect(
    convertText(ruleText(`selection: { requestParameters.enable: false }`, logsource), 'workspace').approximate,
  ).toBe(false);
});
