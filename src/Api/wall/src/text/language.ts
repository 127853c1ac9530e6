import { texts } from "./texts.ts";

export type Language = "zh" | "en";
export type TextKey = keyof typeof texts;

/** A text in a language. */
export const say = (key: TextKey, language: Language): string => texts[key][language === "zh" ? 0 : 1];
