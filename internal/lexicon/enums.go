package lexicon

import "io"

// Every word type has the same methods: Values for the database's CHECK, MarshalGQL and UnmarshalGQL
// for the API, Label for people.

// Values lists every status.
func (Status) Values() []string { return statuses.Words() }

// Label returns the status in a language.
func (w Status) Label(l Language) string { return statuses.Label(string(w), l) }

// MarshalGQL writes the status as an enum value.
func (w Status) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the status from an enum value.
func (w *Status) UnmarshalGQL(value any) error { return unmarshal(w, value, statuses) }

// Values lists every standing.
func (Standing) Values() []string { return standings.Words() }

// Label returns the standing in a language.
func (w Standing) Label(l Language) string { return standings.Label(string(w), l) }

// MarshalGQL writes the standing as an enum value.
func (w Standing) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the standing from an enum value.
func (w *Standing) UnmarshalGQL(value any) error { return unmarshal(w, value, standings) }

// Values lists every reason.
func (CandidateReason) Values() []string { return candidateReasons.Words() }

// Label returns the reason in a language.
func (w CandidateReason) Label(l Language) string { return candidateReasons.Label(string(w), l) }

// MarshalGQL writes the reason as an enum value.
func (w CandidateReason) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the reason from an enum value.
func (w *CandidateReason) UnmarshalGQL(value any) error { return unmarshal(w, value, candidateReasons) }

// Values lists every reason.
func (MergeReason) Values() []string { return mergeReasons.Words() }

// Label returns the reason in a language.
func (w MergeReason) Label(l Language) string { return mergeReasons.Label(string(w), l) }

// MarshalGQL writes the reason as an enum value.
func (w MergeReason) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the reason from an enum value.
func (w *MergeReason) UnmarshalGQL(value any) error { return unmarshal(w, value, mergeReasons) }

// Values lists every movement.
func (Movement) Values() []string { return movements.Words() }

// Label returns the movement in a language.
func (w Movement) Label(l Language) string { return movements.Label(string(w), l) }

// MarshalGQL writes the movement as an enum value.
func (w Movement) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the movement from an enum value.
func (w *Movement) UnmarshalGQL(value any) error { return unmarshal(w, value, movements) }

// Values lists every basis.
func (Basis) Values() []string { return bases.Words() }

// Label returns the basis in a language.
func (w Basis) Label(l Language) string { return bases.Label(string(w), l) }

// MarshalGQL writes the basis as an enum value.
func (w Basis) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the basis from an enum value.
func (w *Basis) UnmarshalGQL(value any) error { return unmarshal(w, value, bases) }

// Values lists every role.
func (Role) Values() []string { return roles.Words() }

// Label returns the role in a language.
func (w Role) Label(l Language) string { return roles.Label(string(w), l) }

// MarshalGQL writes the role as an enum value.
func (w Role) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the role from an enum value.
func (w *Role) UnmarshalGQL(value any) error { return unmarshal(w, value, roles) }

// Values lists every kind of alignment.
func (AlignmentKind) Values() []string { return alignmentKinds.Words() }

// Label returns the kind of alignment in a language.
func (w AlignmentKind) Label(l Language) string { return alignmentKinds.Label(string(w), l) }

// MarshalGQL writes the kind of alignment as an enum value.
func (w AlignmentKind) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the kind of alignment from an enum value.
func (w *AlignmentKind) UnmarshalGQL(value any) error { return unmarshal(w, value, alignmentKinds) }

// Values lists every rule.
func (Rule) Values() []string { return rules.Words() }

// Label returns the rule in a language.
func (w Rule) Label(l Language) string { return rules.Label(string(w), l) }

// MarshalGQL writes the rule as an enum value.
func (w Rule) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the rule from an enum value.
func (w *Rule) UnmarshalGQL(value any) error { return unmarshal(w, value, rules) }

// Values lists every truth.
func (Truth) Values() []string { return truths.Words() }

// Label returns the truth in a language.
func (w Truth) Label(l Language) string { return truths.Label(string(w), l) }

// MarshalGQL writes the truth as an enum value.
func (w Truth) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the truth from an enum value.
func (w *Truth) UnmarshalGQL(value any) error { return unmarshal(w, value, truths) }

// Values lists every stance.
func (Stance) Values() []string { return stances.Words() }

// Label returns the stance in a language.
func (w Stance) Label(l Language) string { return stances.Label(string(w), l) }

// MarshalGQL writes the stance as an enum value.
func (w Stance) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the stance from an enum value.
func (w *Stance) UnmarshalGQL(value any) error { return unmarshal(w, value, stances) }

// Values lists every gap.
func (GapCode) Values() []string { return gapCodes.Words() }

// Label returns the gap in a language.
func (w GapCode) Label(l Language) string { return gapCodes.Label(string(w), l) }

// MarshalGQL writes the gap as an enum value.
func (w GapCode) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the gap from an enum value.
func (w *GapCode) UnmarshalGQL(value any) error { return unmarshal(w, value, gapCodes) }

// Values lists every severity.
func (Severity) Values() []string { return severities.Words() }

// Label returns the severity in a language.
func (w Severity) Label(l Language) string { return severities.Label(string(w), l) }

// MarshalGQL writes the severity as an enum value.
func (w Severity) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the severity from an enum value.
func (w *Severity) UnmarshalGQL(value any) error { return unmarshal(w, value, severities) }

// Values lists every status of an axis.
func (AxisStatus) Values() []string { return axisStatuses.Words() }

// Label returns the status of an axis in a language.
func (w AxisStatus) Label(l Language) string { return axisStatuses.Label(string(w), l) }

// MarshalGQL writes the status of an axis as an enum value.
func (w AxisStatus) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the status of an axis from an enum value.
func (w *AxisStatus) UnmarshalGQL(value any) error { return unmarshal(w, value, axisStatuses) }

// Values lists every kind of action.
func (ActionKind) Values() []string { return actionKinds.Words() }

// Label returns the kind of action in a language.
func (w ActionKind) Label(l Language) string { return actionKinds.Label(string(w), l) }

// MarshalGQL writes the kind of action as an enum value.
func (w ActionKind) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the kind of action from an enum value.
func (w *ActionKind) UnmarshalGQL(value any) error { return unmarshal(w, value, actionKinds) }

// Values lists every kind of partner.
func (PartnerKind) Values() []string { return partnerKinds.Words() }

// Label returns the kind of partner in a language.
func (w PartnerKind) Label(l Language) string { return partnerKinds.Label(string(w), l) }

// MarshalGQL writes the kind of partner as an enum value.
func (w PartnerKind) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the kind of partner from an enum value.
func (w *PartnerKind) UnmarshalGQL(value any) error { return unmarshal(w, value, partnerKinds) }

// Values lists every sector.
func (Sector) Values() []string { return sectors.Words() }

// Label returns the sector in a language.
func (w Sector) Label(l Language) string { return sectors.Label(string(w), l) }

// MarshalGQL writes the sector as an enum value.
func (w Sector) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the sector from an enum value.
func (w *Sector) UnmarshalGQL(value any) error { return unmarshal(w, value, sectors) }

// Values lists every type of working group.
func (GroupType) Values() []string { return groupTypes.Words() }

// Label returns the type of working group in a language.
func (w GroupType) Label(l Language) string { return groupTypes.Label(string(w), l) }

// MarshalGQL writes the type of working group as an enum value.
func (w GroupType) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the type of working group from an enum value.
func (w *GroupType) UnmarshalGQL(value any) error { return unmarshal(w, value, groupTypes) }

// Values lists every kind of relation.
func (RelationKind) Values() []string { return relationKinds.Words() }

// Label returns the kind of relation in a language.
func (w RelationKind) Label(l Language) string { return relationKinds.Label(string(w), l) }

// MarshalGQL writes the kind of relation as an enum value.
func (w RelationKind) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the kind of relation from an enum value.
func (w *RelationKind) UnmarshalGQL(value any) error { return unmarshal(w, value, relationKinds) }

// Values lists every kind of concept.
func (ConceptKind) Values() []string { return conceptKinds.Words() }

// Label returns the kind of concept in a language.
func (w ConceptKind) Label(l Language) string { return conceptKinds.Label(string(w), l) }

// MarshalGQL writes the kind of concept as an enum value.
func (w ConceptKind) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the kind of concept from an enum value.
func (w *ConceptKind) UnmarshalGQL(value any) error { return unmarshal(w, value, conceptKinds) }

// Values lists every kind of audience.
func (AudienceKind) Values() []string { return audienceKinds.Words() }

// Label returns the kind of audience in a language.
func (w AudienceKind) Label(l Language) string { return audienceKinds.Label(string(w), l) }

// MarshalGQL writes the kind of audience as an enum value.
func (w AudienceKind) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the kind of audience from an enum value.
func (w *AudienceKind) UnmarshalGQL(value any) error { return unmarshal(w, value, audienceKinds) }

// Values lists every kind of territory.
func (TerritoryKind) Values() []string { return territoryKinds.Words() }

// Label returns the kind of territory in a language.
func (w TerritoryKind) Label(l Language) string { return territoryKinds.Label(string(w), l) }

// MarshalGQL writes the kind of territory as an enum value.
func (w TerritoryKind) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the kind of territory from an enum value.
func (w *TerritoryKind) UnmarshalGQL(value any) error { return unmarshal(w, value, territoryKinds) }

// Values lists every match.
func (Match) Values() []string { return matches.Words() }

// Label returns the match in a language.
func (w Match) Label(l Language) string { return matches.Label(string(w), l) }

// MarshalGQL writes the match as an enum value.
func (w Match) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the match from an enum value.
func (w *Match) UnmarshalGQL(value any) error { return unmarshal(w, value, matches) }

// Values lists every identifier scheme.
func (Scheme) Values() []string { return schemes.Words() }

// Label returns the identifier scheme in a language.
func (w Scheme) Label(l Language) string { return schemes.Label(string(w), l) }

// MarshalGQL writes the identifier scheme as an enum value.
func (w Scheme) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the identifier scheme from an enum value.
func (w *Scheme) UnmarshalGQL(value any) error { return unmarshal(w, value, schemes) }

// Values lists every verification.
func (Verification) Values() []string { return verifications.Words() }

// Label returns the verification in a language.
func (w Verification) Label(l Language) string { return verifications.Label(string(w), l) }

// MarshalGQL writes the verification as an enum value.
func (w Verification) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the verification from an enum value.
func (w *Verification) UnmarshalGQL(value any) error { return unmarshal(w, value, verifications) }

// Values lists every language.
func (Language) Values() []string { return languages.Words() }

// Label returns the language in a language.
func (w Language) Label(l Language) string { return languages.Label(string(w), l) }

// MarshalGQL writes the language as an enum value.
func (w Language) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the language from an enum value.
func (w *Language) UnmarshalGQL(value any) error { return unmarshal(w, value, languages) }
