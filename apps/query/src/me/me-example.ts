import type { MeAnswer } from './me-answer';

export const meExample: MeAnswer = {
  signedIn: true,
  actor: '张三',
  identifiedBy: 'oidc',
  grants: [
    {
      role: 'poster',
      divisions: ['361100'],
      departments: ['126'],
      years: { from: 2024 },
      commands: ['RecordPayment', 'RecordRefund'],
      upToYuan: '1000000.00',
    },
    { role: 'reader', divisions: ['361100'] },
  ],
  publicReading: false,
  ask: '预算科 0793-1234567',
};

export const nobodyExample: MeAnswer = { signedIn: false, grants: [], publicReading: true };
