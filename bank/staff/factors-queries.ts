import { factorStatements } from '#platform/auth/factor-statements.ts';

export const factors = factorStatements('staff', 'earshot_staff_door');
