import {type Grammar, grammar} from 'ohm-js';

/**
 * The query language for twins ("IoT Hub query language for device and module twins, jobs, and message routing").
 * Keywords are written in any case.
 */
const source = String.raw`
TwinQuery {
	Query = select Top? Columns from path Where? GroupBy? end
	Top = top digit+
	Columns = "*"  --all
		| NonemptyListOf<Column, ",">  --some
	Column = Value Alias?
	Alias = as name
	Value = Aggregate | path
	Aggregate = count "(" ")"  --count
		| aggregateName "(" path ")"  --of
	Where = where Condition
	GroupBy = group by path

	Condition = Conjunction (or Conjunction)*
	Conjunction = Negation (and Negation)*
	Negation = not* Test
	Test = "(" Condition ")"  --group
		| isDefined "(" path ")"  --defined
		| affix "(" Operand "," Operand ")"  --affix
		| arrayContains "(" Operand "," Operand ")"  --contains
		| Operand comparison Operand  --compare
		| Operand in List  --in
		| Operand nin List  --nin
		| Operand  --truth
	List = "[" ListOf<literal, ","> "]"
	Operand = literal | path

	comparison = "!=" | "<>" | "<=" | ">=" | "=" | "<" | ">"
	literal = string | number | word<caseInsensitive<"true">> | word<caseInsensitive<"false">> | word<caseInsensitive<"null">>
	string = "'" (~"'" character)* "'"  --single
		| "\"" (~"\"" character)* "\""  --double
	character = "\\u" hexDigit hexDigit hexDigit hexDigit  --unicode
		| "\\" ("'" | "\"" | "\\")  --escape
		| ~"\\" any  --plain
	number = "-"? "0x" hexDigit+ ~nameRest  --hex
		| "-"? digit+ ("." digit+)? exponent? ~nameRest  --decimal
	exponent = ("e" | "E") ("+" | "-")? digit+

	path = step ("." step)*
	step = "[[" (~"]]" any)+ "]]"  --quoted
		| name  --plain
	name = ~digit nameRest+
	nameRest = alnum | "_" | "$"
	aggregateName = word<caseInsensitive<"avg">> | word<caseInsensitive<"sum">> | word<caseInsensitive<"min">> | word<caseInsensitive<"max">>

	word<text> = text ~nameRest
	select = word<caseInsensitive<"select">>
	top = word<caseInsensitive<"top">>
	as = word<caseInsensitive<"as">>
	from = word<caseInsensitive<"from">>
	where = word<caseInsensitive<"where">>
	group = word<caseInsensitive<"group">>
	by = word<caseInsensitive<"by">>
	count = word<caseInsensitive<"count">>
	and = word<caseInsensitive<"and">>
	or = word<caseInsensitive<"or">>
	not = word<caseInsensitive<"not">>
	in = word<caseInsensitive<"in">>
	nin = word<caseInsensitive<"nin">>
	isDefined = word<caseInsensitive<"is_defined">>
	arrayContains = word<caseInsensitive<"array_contains">>
	affix = startsWith | endsWith
	startsWith = word<caseInsensitive<"startswith">> | word<caseInsensitive<"starts_with">>
	endsWith = word<caseInsensitive<"endswith">> | word<caseInsensitive<"ends_with">>
}`;

let twinQuery: Grammar | undefined;

/** Built at its first use: building takes longer than starting the hub. */
export function loadGrammar(): Grammar {
	twinQuery ??= grammar(source);
	return twinQuery;
}
