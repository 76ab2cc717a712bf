// The types of the hub's own scalars. Those that are text on the wire are told
// apart by a brand, so that a cursor is not given where a date is asked for.

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** A place in one list, opaque: keep it, and give it back as it came. */
export type Cursor = Branded<'Cursor'>

/** A date to some precision, in EDTF: `2016-06`, `../2017`, `XXXX`. */
export type PartialDate = Branded<'PartialDate'>
/** A language such as `fr` or `br` (BCP 47). */
export type LanguageTag = Branded<'LanguageTag'>

/** A date that somebody writes; the hub answers BAD_USER_INPUT when it is none. */
export const partialDate = (written: string) => written as PartialDate

/** Money in euro cents, which a number holds exactly. A sum beyond 2^53 comes as digits in a text. */
export type Cents = number

/** An exact number as text, such as `12.5`: a number of JavaScript would round it. */
export type Decimal = Branded<'Decimal'>

/** What a field of a record held: see `FieldChange`. */
export type Value = string | number | boolean | readonly string[] | null
