'use strict';
// Adds up what the checks and Jest found, prints it as one line and fails when anything failed.
const { readFileSync } = require('node:fs');

const [resultsFile, checkCode, testCode] = process.argv.slice(2);
let passed = 0;
let failed = 0;
try {
  const results = JSON.parse(readFileSync(resultsFile, 'utf8'));
  passed = results.numPassedTests;
  // A file that cannot even be loaded has no tests to count.
  failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
} catch {
  // Jest did not come as far as writing its results: the exit code below counts as the failure.
}
if (checkCode === '0') passed += 1;
else failed += 1;
if (testCode !== '0' && failed === (checkCode === '0' ? 0 : 1)) failed += 1;

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
