import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** Who is signed in, as the console's server says; the browser holds no token. */
export type Session = { signedIn: false; signIn: string } | { signedIn: true; actor: string; expiresAt: string };

/** What one grant allows, and where. */
export interface Grant {
  role: 'poster' | 'approver' | 'auditor' | 'reader' | 'operator' | 'steward';
  divisions?: string[];
  departments?: string[];
  units?: string[];
  years?: { from?: number; to?: number };
  commands?: string[];
  upToYuan?: string;
}

export interface Me {
  signedIn: boolean;
  actor?: string;
  grants: Grant[];
  ask?: string;
}

export const MeContext = createContext<{ session: Session | undefined; me: Me | undefined }>({
  session: undefined,
  me: undefined,
});

/** Whether any grant has the role. What may really be done is the services' to say; this only decides what is offered. */
export function useRole(...roles: Grant['role'][]): boolean {
  return useContext(MeContext).me?.grants.some(({ role }) => roles.includes(role)) ?? false;
}
