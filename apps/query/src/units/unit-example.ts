import type { z } from 'zod';

import { stoodExample } from '../http/standing-example';
import type { unitAnswer, unitsAnswer } from './unit-answer';

const knownUnitExample = {
  division: '361100',
  department: '126',
  departmentName: '上饶市妇女联合会',
  unit: '126001',
  name: '上饶市妇女联合会',
  registeredOn: '2023-01-01',
  staffing: {
    establishment: { total: 20, administrative: 15, publicInstitution: 5 },
    actual: { total: 26, serving: 18, administrativeServing: 14, publicInstitutionServing: 4, retired: 8 },
  },
  years: [2023, 2024],
};

export const unitExample: z.output<typeof unitAnswer> = { ...knownUnitExample, stream: '361100/126', ...stoodExample };

export const unitsExample: z.output<typeof unitsAnswer> = {
  division: '361100',
  unit: '126001',
  units: [knownUnitExample],
  ...stoodExample,
};
