import { expect, test } from 'vitest';
import type { LogsourceKey } from '../../../server/src/catalog/taxonomy.ts';
import { runKql } from '../../../server/src/kusto/runKql.ts';
import { convertText, ruleText } from '../convertDetection.ts';

interface Case {
  readonly name: string;
  readonly logsource: LogsourceKey;
  readonly detection: string;
  readonly table: string;
  readonly hit: Readonly<Record<string, unknown>>;
  readonly miss: Readonly<Record<string, unknown>>;
}

const audit = { product: 'azure', service: 'auditlogs' };
const kubernetes = { product: 'kubernetes', service: 'audit' };

/** Rows in the shape in which the services write them, where a field is read out of JSON. */
const cases: readonly Case[] = [
  {
    name: 'a new value among the modified properties (Microsoft Graph, targetResource)',
    logsource: audit,
    detection: `selection: { TargetResources.modifiedProperties.newValue|contains: TrustedCAsForPasswordlessAuth }`,
    table: 'AuditLogs',
    hit: targets('Directory', 'Included Updated Properties', '"TrustedCAsForPasswordlessAuth"'),
    miss: targets('Directory', 'TrustedCAsForPasswordlessAuth', '"other"'),
  },
  {
    name: 'the type of any target',
    logsource: audit,
    detection: `selection: { targetResources.type: Service Principal }`,
    table: 'AuditLogs',
    hit: targets('ServicePrincipal', 'Role.DisplayName', '"x"'),
    miss: targets('User', 'Role.DisplayName', '"ServicePrincipal"'),
  },
  {
    name: 'the consent of an administrator',
    logsource: audit,
    detection: `selection: { ConsentContext.IsAdminConsent: 'true' }`,
    table: 'AuditLogs',
    hit: targets('ServicePrincipal', 'ConsentContext.IsAdminConsent', '"True"'),
    miss: targets('ServicePrincipal', 'ConsentContext.IsAdminConsent', '"False"'),
  },
  {
    name: 'additional details are pairs of key and value',
    logsource: audit,
    detection: `selection: { additionalDetails.additionalInfo|contains: recovered local credential }`,
    table: 'AuditLogs',
    hit: {
      AdditionalDetails: [{ key: 'Additional Info', value: 'Successfully recovered local credential by device id' }],
    },
    miss: { AdditionalDetails: [{ key: 'Device', value: 'recovered local credential' }] },
  },
  {
    name: 'who started it, a user or an application',
    logsource: audit,
    detection: `selection: { Initiatedby: 'MS-PIM' }`,
    table: 'AuditLogs',
    hit: { InitiatedBy: { app: { displayName: 'MS-PIM', appId: null } } },
    miss: { InitiatedBy: { user: { userPrincipalName: 'a@example.org' }, app: { displayName: 'MS-PIM' } } },
  },
  {
    name: 'the alert of privileged identity management',
    logsource: { product: 'azure', service: 'pim' },
    detection: `selection: { riskEventType: noMfaOnRoleActivationAlertIncident }`,
    table: 'AuditLogs',
    hit: {
      OperationName: 'Triggered PIM alert',
      TargetResources: [{ displayName: "Roles don't require multi-factor authentication for activation" }],
    },
    miss: { OperationName: 'Triggered PIM alert', TargetResources: [{ displayName: 'Potential stale accounts' }] },
  },
  {
    name: 'one of several permissions, granted (Google Cloud, AuthorizationInfo)',
    logsource: { product: 'gcp', service: 'gcp.audit' },
    detection: `
      selection:
        data.protoPayload.authorizationInfo.permission: accesscontextmanager.policies.delete
        data.protoPayload.authorizationInfo.granted: 'true'`,
    table: 'GCPAuditLogs',
    hit: {
      AuthorizationInfo: [
        { permission: 'accesscontextmanager.policies.get', granted: true },
        { permission: 'accesscontextmanager.policies.delete', granted: true },
      ],
    },
    miss: { AuthorizationInfo: [{ permission: 'accesscontextmanager.policies.deleteAll', granted: true }] },
  },
  {
    name: 'any target (Okta, LogEvent)',
    logsource: { product: 'okta', service: 'okta' },
    detection: `selection: { target.displayName: Okta Admin Console }`,
    table: 'OktaV2_CL',
    hit: { OriginalTarget: [{ displayName: 'Ann' }, { displayName: 'Okta Admin Console', type: 'AppInstance' }] },
    miss: { OriginalTarget: [{ displayName: 'Okta Admin Console (copy)' }] },
  },
  {
    name: 'the type of a request (Office 365 Management Activity API, ExtendedProperties)',
    logsource: { product: 'm365', service: 'audit' },
    detection: `selection: { RequestType: 'Cmsi:Cmsi' }`,
    table: 'CloudAppEvents',
    hit: { RawEventData: { ExtendedProperties: [{ Name: 'RequestType', Value: 'Cmsi:Cmsi' }] } },
    miss: { RawEventData: { ExtendedProperties: [{ Name: 'RequestType', Value: 'OAuth2:Token' }] } },
  },
  {
    name: 'the command of a container (Amazon ECS, RunTask)',
    logsource: { product: 'aws', service: 'cloudtrail' },
    detection: `selection: { requestParameters.containerDefinitions.command|contains: AWS_CONTAINER }`,
    table: 'AWSCloudTrail',
    hit: { RequestParameters: '{"containerDefinitions":[{"name":"a","command":["sh","-c","echo $AWS_CONTAINER"]}]}' },
    miss: { RequestParameters: '{"containerDefinitions":[{"name":"AWS_CONTAINER","command":["sh"]}]}' },
  },
  {
    name: 'a volume of the host (Kubernetes, PodSpec)',
    logsource: kubernetes,
    detection: `selection: { hostPath: '*' }`,
    table: 'AKSAudit',
    hit: { RequestObject: { spec: { volumes: [{ name: 'v', hostPath: { path: '/', type: '' } }] } } },
    miss: { RequestObject: { spec: { volumes: [{ name: 'hostPath', emptyDir: {} }] } } },
  },
  {
    name: 'capabilities of a container (Kubernetes, SecurityContext)',
    logsource: kubernetes,
    detection: `selection: { capabilities: '*SYS_ADMIN*' }`,
    table: 'AKSAudit',
    hit: { RequestObject: { spec: { containers: [{ securityContext: { capabilities: { add: ['SYS_ADMIN'] } } }] } } },
    miss: { RequestObject: { spec: { containers: [{ image: 'SYS_ADMIN' }] } } },
  },
  {
    name: 'the decision of the authorisation',
    logsource: kubernetes,
    detection: `selection: { responseStatus.code: ALLOW }`,
    table: 'AKSAudit',
    hit: { Annotations: { 'authorization.k8s.io/decision': 'allow' }, ResponseStatus: { code: 200 } },
    miss: { Annotations: { 'authorization.k8s.io/decision': 'forbid' }, ResponseStatus: { code: 403 } },
  },
  {
    name: 'the record of Bitbucket in a line of syslog',
    logsource: { product: 'bitbucket', service: 'audit' },
    detection: `selection: { auditType.category: Permissions }`,
    table: 'Syslog',
    hit: { SyslogMessage: '{"auditType":{"action":"Global permission granted","category":"Permissions"}}' },
    miss: { SyslogMessage: '{"auditType":{"action":"Permissions","category":"Security"}}' },
  },
  {
    name: 'both activities that a rule names in one (Microsoft Entra, audit activities of PIM)',
    logsource: audit,
    detection: `selection: { properties.message: Request Approved/Denied }`,
    table: 'AuditLogs',
    hit: { OperationName: 'Add member to role request denied (PIM activation)' },
    miss: { OperationName: 'Add member to role requested (PIM activation)' },
  },
  {
    name: 'credentials of an application, as the activity is written with a space at its end (Microsoft Entra, audit activities)',
    logsource: audit,
    detection: `selection: { properties.message: [Update application – Certificates and secrets management, Update Service principal/Update Application] }`,
    table: 'AuditLogs',
    hit: { OperationName: 'Update application – Certificates and secrets management ' },
    miss: { OperationName: 'Add application' },
  },
  {
    name: 'a message that is a modified property (Microsoft Entra, monitoring external user sign-ins)',
    logsource: audit,
    detection: `selection:
    OperationName: Update user
    properties.message: '"displayName":"UserType","oldValue":"[\\"Guest\\"]","newValue":"[\\"Member\\"]"'`,
    table: 'AuditLogs',
    hit: {
      OperationName: 'Update user',
      TargetResources: [
        { modifiedProperties: [{ displayName: 'UserType', oldValue: '["Guest"]', newValue: '["Member"]' }] },
      ],
    },
    miss: {
      OperationName: 'Update user',
      TargetResources: [
        { modifiedProperties: [{ displayName: 'UserType', oldValue: '["Member"]', newValue: '["Guest"]' }] },
      ],
    },
  },
  {
    name: 'the description of a sign-in that was refused (Microsoft identity platform, AADSTS53003)',
    logsource: { product: 'azure', service: 'signinlogs' },
    detection: `selection: { ResultType: 53003, Resultdescription: Blocked by Conditional Access }`,
    table: 'SigninLogs',
    hit: {
      ResultType: '53003',
      ResultDescription:
        'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
    },
    miss: { ResultType: '0', ResultDescription: '' },
  },
  {
    name: 'a record without an error code is a success (AWS CloudTrail, record contents)',
    logsource: { product: 'aws', service: 'cloudtrail' },
    detection: `selection: { eventName: DeleteCluster, status: success }`,
    table: 'AWSCloudTrail',
    hit: { EventName: 'DeleteCluster', ErrorCode: '' },
    miss: { EventName: 'DeleteCluster', ErrorCode: 'AccessDenied' },
  },
  {
    name: 'a failed ConsoleLogin has a message and no code (Azure-Sentinel, Sample Data/ASIM/AWS_CloudTrail_Authentication)',
    logsource: { product: 'aws', service: 'cloudtrail' },
    detection: `selection: { eventName: ConsoleLogin, status: failure }`,
    table: 'AWSCloudTrail',
    hit: { EventName: 'ConsoleLogin', ErrorCode: '', ErrorMessage: 'Failed authentication' },
    miss: { EventName: 'ConsoleLogin', ErrorCode: '', ErrorMessage: '' },
  },
  {
    name: 'a policy is JSON within JSON (AWS CloudTrail, PutUserPolicy; the sample data have \\u0026 for an ampersand)',
    logsource: { product: 'aws', service: 'cloudtrail' },
    detection: `
      selection:
        requestParameters|contains|all: ['"arn:aws:s3:::<BUCKET>/*"', '"Allow"', 'a&b', '\\"Sid\\"']`,
    table: 'AWSCloudTrail',
    hit: {
      RequestParameters: JSON.stringify({
        policyDocument: '{"Sid":"a&b","Effect":"Allow","Resource":"arn:aws:s3:::<BUCKET>/*"}',
      })
        .replaceAll('&', '\\u0026')
        .replaceAll('<', '\\u003c')
        .replaceAll('>', '\\u003e'),
    },
    miss: { RequestParameters: '{"policyDocument":"{\\"Sid\\":\\"a&b\\",\\"Effect\\":\\"Deny\\"}"}' },
  },
  {
    name: 'an argument with a blank is in hexadecimal (Linux, kernel/audit.c, audit_log_untrustedstring)',
    logsource: { product: 'linux', service: 'auditd' },
    detection: `selection: { type: EXECVE, a0: bash, a2|contains: 'curl http' }`,
    table: 'Syslog',
    hit: {
      SyslogMessage:
        'type=EXECVE msg=audit(1.2:3): argc=3 a0="bash" a1="-c" a2=6375726C20687474703A2F2F6578616D706C652E6F72672F61207C207368',
    },
    miss: { SyslogMessage: 'type=EXECVE msg=audit(1.2:3): argc=3 a0="bash" a1="-c" a2="6375726C2068747470"' },
  },
  {
    name: 'the arguments of a system call are numbers (Linux, kernel/auditsc.c, audit_log_exit)',
    logsource: { product: 'linux', service: 'auditd' },
    detection: `selection: { type: SYSCALL, a1: '41', comm: 'a b' }`,
    table: 'Syslog',
    hit: {
      SyslogMessage: 'type=SYSCALL msg=audit(1.2:3): arch=c000003e syscall=103 a0=5 a1=41 comm=612062 exe="/bin/a"',
    },
    miss: { SyslogMessage: 'type=SYSCALL msg=audit(1.2:3): arch=c000003e syscall=103 a0=5 a1=41 comm="612062"' },
  },
  {
    name: 'IIS writes a plus sign for a blank (W3C, extended log format: fields have no blanks)',
    logsource: { category: 'webserver' },
    detection: `selection: { cs-uri-stem: /a b.aspx, cs-uri-query|contains: 'cmd /c' }`,
    table: 'W3CIISLog',
    hit: { csUriStem: '/a+b.aspx', csUriQuery: 'x=cmd+/c' },
    miss: { csUriStem: '/ab.aspx', csUriQuery: 'x=cmd+/c' },
  },
];

test.each(cases)(
  '$name',
  async ({ logsource, detection, table, hit, miss }) => {
    const { query, problems } = convertText(ruleText(detection, logsource), 'workspace');
    expect(query, problems.map(({ message }) => message).join('\n')).toBeDefined();
    const count = async (rows: readonly Readonly<Record<string, unknown>>[]): Promise<number | string> => {
      const { rows: found, problems: refusals } = await runKql(query ?? '', {
        tables: { [table]: rows },
        target: 'workspace',
      });
      return refusals[0]?.message ?? found.length;
    };
    expect(await count([hit])).toBe(1);
    expect(await count([miss, {}])).toBe(0);
  },
  60_000,
);

function targets(type: string, property: string, newValue: string): Record<string, unknown> {
  const modifiedProperties = [
    { displayName: 'Other', oldValue: '[]', newValue: '["x"]' },
    { displayName: property, oldValue: null, newValue },
  ];
  return { TargetResources: [{ id: '1', displayName: 'first', type, modifiedProperties, groupType: null }] };
}
