import { JIANGXI_PROFILE } from './jiangxi/profile';
import type { Profile } from './profile';

/** The profile of each province that has one of its own, by the first two digits of its divisions. */
const BY_PROVINCE: ReadonlyMap<string, Profile> = new Map([['36', JIANGXI_PROFILE]]);

/** What everybody else publishes by, until somebody says otherwise. */
const DEFAULT_PROFILE = JIANGXI_PROFILE;

/** How a place publishes. This is the one place where a profile is chosen by name; the apps ask it, and all else is given what they got. */
export function profileOf({ division }: { division?: string }): Profile {
  return BY_PROVINCE.get(division?.slice(0, 2) ?? '') ?? DEFAULT_PROFILE;
}
