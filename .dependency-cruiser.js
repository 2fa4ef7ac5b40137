'use strict';

/**
 * Which room may import what. A lib is named in the paths below by its sources, since the "source" condition makes
 * `#domain` and its like lead there.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Files that need each other are one file, or lack a third one.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere also escapes every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'apps-stand-alone',
      comment: 'An app is started by itself; only standalone puts the others together.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/standalone/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'http-knows-no-read',
      comment:
        'How an answer becomes a response is the same for all reads; what one of them needs stands in its own folder.',
      severity: 'error',
      from: { path: '^apps/query/src/http/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^apps/query/src/', pathNot: '^apps/query/src/(http/|configuration\\.ts$)' },
    },
    {
      name: 'libs-know-no-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'libs-by-the-front-door-from-libs',
      comment: "What index.ts does not export is nobody else's business.",
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'libs-by-the-front-door',
      comment: "What index.ts does not export is nobody else's business.",
      severity: 'error',
      from: { pathNot: '^libs/' },
      to: { path: '^libs/', pathNot: ['^libs/[^/]+/src/index\\.ts$', '^(apps|libs)/[^/]+/test/'] },
    },
    {
      name: 'nothing-from-tests',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ['\\.spec\\.ts$', '^(apps|libs)/[^/]+/test/'] },
      to: { path: ['^test/', '^bench/', '^(apps|libs)/[^/]+/test/', '\\.spec\\.ts$'] },
    },
    {
      name: 'specs-beside-the-code-need-no-server',
      comment: 'They are run without a Kafka and a Postgres; what needs these stands in test/.',
      severity: 'error',
      from: { path: '^(apps|libs)/.*\\.spec\\.ts$' },
      to: { path: '^test/' },
    },
    {
      name: 'basics-know-nothing',
      comment: 'Every room may use them, so they use none.',
      severity: 'error',
      from: { path: '^libs/basics/', pathNot: '\\.spec\\.ts$' },
      to: { path: ['^(apps|libs)/', '(^|/)node_modules/'], pathNot: '^libs/basics/' },
    },
    {
      name: 'domain-is-pure',
      comment: "The same decisions run live, in replays and at an auditor's desk, with nothing but themselves.",
      severity: 'error',
      from: { path: '^libs/domain/', pathNot: ['\\.spec\\.ts$', '^(apps|libs)/[^/]+/test/'] },
      to: { pathNot: '^libs/domain/' },
    },
    {
      name: 'report-is-pure',
      comment: 'Tables are computed from what they are given.',
      severity: 'error',
      from: { path: '^libs/report/', pathNot: ['\\.spec\\.ts$', '^(apps|libs)/[^/]+/test/'] },
      to: { pathNot: ['^libs/(report|domain)/', '(^|/)node_modules/csv-stringify/'] },
    },
    {
      name: 'files-are-read-without-a-server',
      comment: 'The command line and the ledger read them by the same code, which knows neither.',
      severity: 'error',
      from: { path: '^libs/imports/', pathNot: ['\\.spec\\.ts$', '^(apps|libs)/[^/]+/test/'] },
      to: { pathNot: ['^libs/(imports|domain|wire|report|basics)/', '^(node:)?(crypto|buffer|timers/promises)$'] },
    },
    {
      name: 'one-place-names-a-profile',
      comment: 'How a place publishes is given to whatever prints: profiles.ts alone knows the places by name.',
      severity: 'error',
      from: { pathNot: '^libs/report/src/(jiangxi/|profiles\\.ts$)' },
      to: { path: '^libs/report/src/jiangxi/' },
    },
    {
      name: 'a-profile-is-an-argument',
      comment: 'The apps choose it, and the reports take what they are given.',
      severity: 'error',
      from: { path: '^libs/report/src/', pathNot: ['^libs/report/src/index\\.ts$', '\\.spec\\.ts$'] },
      to: { path: '^libs/report/src/profiles\\.ts$' },
    },
    {
      name: 'the-rule-stands-alone',
      comment: 'What counts in a log is known without a broker, a writer or a clock, and without any package.',
      severity: 'error',
      from: { path: '^libs/log/src/rule/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: ['^libs/log/src/rule/', '^(node:)?(crypto|buffer)$'] },
    },
    {
      name: 'the-log-without-kafka',
      comment:
        'Reading, writing and auditing know a log by ports.ts alone; index.ts puts them together with the Kafka that implements it.',
      severity: 'error',
      from: { path: '^libs/log/', pathNot: ['^libs/log/src/(kafka/|index\\.ts$)', '\\.spec\\.ts$'] },
      to: { path: '^libs/log/src/kafka/' },
    },
    {
      name: 'kafkajs-only-in-one-folder',
      comment: 'The client is unmaintained: it must be possible to replace it in one place.',
      severity: 'error',
      from: { pathNot: ['^(libs/log/src/kafka|test|bench)/', '^libs/log/src/.*\\.spec\\.ts$'] },
      to: { path: '(^|/)node_modules/kafkajs/' },
    },
    {
      name: 'pg-only-in-one-lib',
      severity: 'error',
      from: { pathNot: '^(libs/postgres|test|bench)/' },
      to: { path: '(^|/)node_modules/(@types/)?pg(-copy-streams)?/' },
    },
    {
      name: 'the-console-knows-no-ledger',
      comment:
        'It passes on what browsers ask, and holds their tokens: neither Kafka nor a database is within its reach.',
      severity: 'error',
      from: { path: '^apps/console/src/', pathNot: '\\.spec\\.ts$' },
      to: {
        path: ['^libs/(log|postgres|read-model|access|embedded)/', '(^|/)node_modules/(kafkajs|pg)/'],
        reachable: true,
      },
    },
    {
      name: 'openid-client-only-in-the-console',
      comment: 'Who signs people in is one place; services look at tokens alone.',
      severity: 'error',
      from: { pathNot: '^apps/console/src/session/' },
      to: { path: '(^|/)node_modules/openid-client/' },
    },
    {
      name: 'jose-only-in-one-lib',
      comment: 'What a signature means is decided in one room.',
      severity: 'error',
      from: { pathNot: '^(libs/access|test)/' },
      to: { path: '(^|/)node_modules/jose/' },
    },
    {
      name: 'the-write-side-knows-no-tables',
      comment: 'Commands are decided on the log; what is read is made of it by others, and may be a version apart.',
      severity: 'error',
      from: { path: '^apps/ledger/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^libs/read-model/', reachable: true },
    },
    {
      name: 'the-auditor-needs-no-database',
      comment: 'What it says of a log stands on the log alone; who checks one may have no Postgres, nor its client.',
      severity: 'error',
      from: { path: '^apps/auditor/', pathNot: '\\.spec\\.ts$' },
      to: { path: '(^|/)node_modules/pg/', reachable: true },
    },
    {
      name: 'csv-is-written-in-one-file',
      comment: 'One rule disarms what a spreadsheet would take for a formula, whichever table it is.',
      severity: 'error',
      from: { pathNot: '^libs/report/src/csv\\.ts$' },
      to: { path: '(^|/)node_modules/csv-stringify/' },
    },
    {
      name: 'no-exceljs',
      comment: 'Its weight and its age are worth it for one file at most, and that file does not exist yet.',
      severity: 'error',
      from: {},
      to: { path: '(^|/)node_modules/exceljs/' },
    },
    {
      name: 'no-development-tools-in-what-runs',
      comment: 'The image holds no development dependencies.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ['\\.spec\\.ts$', '^(apps|libs)/[^/]+/test/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'] },
    },
  ],
  options: {
    // The pages are a program of their own, which browsers run and vite resolves.
    exclude: { path: '^apps/console/web/' },
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['source', 'node', 'require', 'import', 'types', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
