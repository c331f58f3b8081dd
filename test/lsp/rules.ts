/** A rule without findings. */
export const goodRule = `title: Encoded PowerShell Command Line
id: 0f3c6c2a-51a5-4d25-9b0e-6a7f5c1f4a11
status: experimental
description: Detects PowerShell that is started with an encoded command.
references:
    - https://attack.mitre.org/techniques/T1059/001/
author: Sigmasmith
date: 2026-01-02
tags:
    - attack.execution
    - attack.t1059.001
logsource:
    category: process_creation
    product: windows
detection:
    selection:
        Image|endswith: '\\powershell.exe'
        CommandLine|contains: ' -enc '
    condition: selection
falsepositives:
    - Unknown
level: medium
`;

export const misspelt = goodRule.replace('endswith', 'endswit');

export const otherYaml = 'kind: Deployment\nmetadata:\n  name: x\nlevel: extreme\nstatus: wibble\n';
