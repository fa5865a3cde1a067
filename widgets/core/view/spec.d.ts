/** The JSON that page.py writes and player/ reads: what a page needs to run and draw one simulation. */

/** A field of a NumPy record: NumPy's name of its type, its shape (none for one number) and its place in bytes. */
export interface Field { type: string; shape: number[]; offset: number }

export interface Input extends Field {
  kind: "slider" | "choice" | "switch" | "seed" | "constant" | "data" | "grid";
  default?: number;
  /** base64 of a data input's bytes, or of a grid's */
  data?: string;
  /** of a grid in even steps: its first number and its last */
  ends?: [low: number, high: number];
  unit?: string;
  /** decimals shown */
  digits?: number;
  low?: number;
  high?: number;
  /** a slider over these values, in place of steps from low to high */
  stops?: number[] | null;
  options?: { label: string; value: number }[];
}

export type Inputs = Record<string, Input>;

export interface KernelSpec {
  name: string;
  /** runs in a worker, and nothing waits for it */
  slow: boolean;
  /** base64 of a module that exports `run` and imports only `env.__linear_memory` */
  wasm: string;
  /** the same for browsers with vectors, where it is worth it; else "" */
  vectors: string;
  /** pages of the memory, and where in it `run` finds what it is given, in bytes */
  memory: Record<"pages" | "result" | "exception" | "input" | "output" | "scratch", number>;
  inputSize: number;
  outputSize: number;
  scratchSize: number;
  outputs: Record<string, Field>;
}

/** A piece of Plotly's JSON; its colours are names, `var(--ink)`, its `meta` says which fields fill what. */
export type Plain = Record<string, any>;

/* The figure language: these lines are what language.py says, which a test makes sure of. */

export type Binding = string | LookUp;

/** What the `meta` of a trace may say. */
export interface TraceMeta {
  /** fills attributes, such as `marker.size` or `shapes[0].x0`, each from an input or output; a single number for `x` or `y` of a trace is repeated beside each entry of the other axis */
  bind?: Record<string, Binding>;
  /** keeps the points of one kind: a trace for each kind of point moves faster in a page than one trace with a look for each point */
  only?: Only;
  /** names a flag without which the trace has no points */
  when?: string;
  /** lifts the pen after every so many points of a line */
  lift?: number;
  /** names a line at its end; names that would lie on each other move apart */
  label?: string;
  /** keeps, in the page, a dotted copy of the line as it was before the last move */
  before?: boolean;
}

/** What the `meta` of a layout may say. */
export interface LayoutMeta {
  /** fills attributes, such as `marker.size` or `shapes[0].x0`, each from an input or output; a single number for `x` or `y` of a trace is repeated beside each entry of the other axis */
  bind?: Record<string, Binding>;
}

/** Small whole numbers of an input or output, each looked up in a list. */
export interface LookUp {
  /** the input or output that holds the whole numbers */
  field: string;
  /** what is shown for 0, 1, 2 ... */
  values: unknown[];
}

/** The points of one kind. */
export interface Only {
  /** the input or output that holds the kind of each point */
  field: string;
  /** the kind whose points are kept */
  is: number;
}

export interface ViewSpec {
  name: string;
  alt?: string;
  data: Plain[];
  layout: Plain;
  frames: { field: string; text: string; perSecond: number; count: number } | null;
}

export interface Spec {
  name: string;
  /** all read the same input record */
  kernels: KernelSpec[];
  inputs: Inputs;
  /** input or output -> role, the colour of its numbers in a sentence */
  roles: Record<string, string>;
  views: ViewSpec[];
  template: Plain;
  /** the first whose flag is raised is said; "" always is */
  summary: [flag: string, template: string][];
  readouts: [label: string, template: string][];
  numbers: { columns: [label: string, field: string, format: string][]; rows: number };
  presets: [label: string, values: Record<string, number>][];
  challenges: [flag: string, text: string, why: string][];
  /** inputs used only while a control is being dragged */
  draft: Record<string, number>;
  /** what is asked before anything is answered */
  guess?: GuessSpec | null;
}

/** What a card asks: see guess.py and sketch.py. Templates have only the guess left to fill in. */
export type GuessSpec = {
  /** the figure that is shown meanwhile */
  view: number;
  /** the inputs asked about; the rest as declared */
  setting: Setting;
  /** outputs that would tell the answer */
  hides: string[];
} & (
  | { kind: "pick"; options: string[]; answer: number; says: string[] }
  | { kind: "estimate"; low: number; high: number; step: number; digits: number; unit: string; answer: number; within: number;
      places: number[]; near: string; far: string }
  | { kind: "sketch"; places: number[]; answers: number[]; at: number; within: number; ends: number[]; point: string; near: string; far: string }
);

/** The number of an option, a number, or the heights of a line. */
export type Guess = number | number[];

/* What the modules of player/ hand each other. */

export type Column =
  Float64Array | Float32Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array;

/** Inputs and outputs by name: a number, a typed array, or nested lists of them. */
export type Values = Record<string, any>;

/** Values of inputs by name. */
export type Setting = Record<string, number>;

/** Gives what a reference such as "tumour" or "cells[frame]" names; undefined while it is not computed yet. */
export type Read = (reference: string) => any;

/** Gives what an attribute of a trace is to show, and names the fields that it comes from. */
export interface Reader {
  path: string;
  fields: string[];
  read: (values: Values, frame: number) => any;
}

export type Fail = (error: unknown) => void;

export type On = (target: EventTarget, type: string, listener: (event: Event) => void) => void;

export interface Host {
  plotly: () => Promise<any>;
  /** hears what the reader changes */
  onInput?: (changes: Setting) => void;
  /** where to begin */
  state?: () => Setting;
  /** hears what the reader guesses, or null when it is taken back */
  onGuess?: (guess: Guess | null) => void;
  /** the guess to begin with */
  guess?: () => unknown;
  /** of the page, for links to a setting */
  address?: string;
  /** address of a page that holds the simulation alone, for a frame elsewhere */
  frame?: string;
}

export interface Card {
  set: (changes: Setting) => void;
  setGuess: (guess: unknown) => void;
  stop: () => void;
}

/** What the parts of a card share: its element, how they listen, what they do when something fails, and when it ends. */
export interface Context {
  section: HTMLElement;
  spec: Spec;
  on: On;
  safely: <A extends unknown[]>(action: (...values: A) => unknown) => (...values: A) => void;
  fail: Fail;
  signal: AbortSignal;
  /** the reader prefers less motion */
  still: MediaQueryList;
}

/** What one input record has led to, as far as it is known. */
export interface Run { number: number; values: Values }

/** States of a move, and what happens to one: docs/the_view.md. */
export type MoveState = "rest" | "held" | "pausing" | "ending" | "gliding";
export type MoveEvent = "drag" | "still" | "step" | "release" | "settle" | "jump" | "reset" | "arrive";

/** States of a question, and what happens to one. */
export type GuessState = "asked" | "committed" | "shown";
export type GuessEvent = "commit" | "show" | "takeBack";
