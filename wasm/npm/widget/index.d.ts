// Types of `guidemark/widget`.

import type { Profile, Report } from "../index.js";

/** The texts of the page by group and name; any of them can be replaced. */
export type Messages = { [name: string]: string | string[] | ((...values: never[]) => unknown) | Messages };

export class GuidemarkWidget extends HTMLElement {
  /** The profile, as an object or as JSON; what somebody changes on the page comes back here as an object. */
  get profile(): Profile;
  set profile(profile: Profile | string | null | undefined);
  /** The region and the day, over the profile's. */
  region: string | null;
  date: string | null;
  /** The address of a compiled rulebook or its bytes, or the texts of one; nothing for the built-in one. */
  rulebook: string | URL | ArrayBuffer | ArrayBufferView | { source: Record<string, string>; name?: string } | undefined;
  /** Texts to use in place of the English ones of `guidemark/widget/messages.js`. */
  messages: Messages | undefined;
  /** The report of the profile as it stands. */
  readonly report: Report | undefined;
}

/** A test that somebody requested: an assay of the test plan, and what it is for. */
export interface RequestedTest {
  by: string;
  title: string;
  kind: "assay" | "method";
  on?: string;
  biomarkers: string[];
}

export type Reason = "done" | "unsuitable" | "declined" | "unavailable" | "disagree" | "other";

/** A line of advice that somebody dismissed, and why. */
export type Dismissed = { reason: Reason; comment?: string } & (
  | { kind: "test"; by: string; on?: string; biomarkers: string[] }
  | { kind: "treatment" | "wait"; treatment: Report["treatments"][number] }
);

export interface WidgetEvents {
  "profile-change": CustomEvent<{ profile: Profile }>;
  report: CustomEvent<{ report: Report }>;
  "request-test": CustomEvent<RequestedTest>;
  "choose-treatment": CustomEvent<{ treatment: Report["treatments"][number] }>;
  dismiss: CustomEvent<Dismissed>;
}

declare global {
  interface HTMLElementTagNameMap {
    "guidemark-widget": GuidemarkWidget;
  }
}
