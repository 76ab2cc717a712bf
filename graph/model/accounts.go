package model

import (
	"time"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
)

// Viewer is the caller, as they see themselves.
type Viewer struct {
	AccountID     *string
	Name          *string
	Role          *lexicon.AccountRole
	Partner       *ent.Partner
	Contracts     []*ent.Contract
	Scopes        []lexicon.TokenScope
	SeesDirectory bool
}

// Account is an account, with the records that it is bound to.
type Account struct {
	ID          string
	Name        string
	Role        lexicon.AccountRole
	Email       *string
	Partner     *ent.Partner
	Contracts   []*ent.Contract
	HasLoggedIn bool
	DisabledAt  *time.Time
	CreatedAt   time.Time
}

// Token is a token without its secret.
type Token struct {
	ID        string
	Label     string
	Account   *Account
	Scopes    []lexicon.TokenScope
	CreatedAt time.Time
	ExpiresAt time.Time
	RevokedAt *time.Time
	UsedAt    *time.Time
}

// AccountPayload is the result of a mutation of an account.
type AccountPayload struct {
	Done
	Account *Account
}

// TokenPayload is the result of a mutation of a token.
type TokenPayload struct {
	Done
	Token *Token
}

// CreateTokenPayload is a new token with its secret, which appears only in this answer.
type CreateTokenPayload struct {
	TokenPayload
	Secret *string
}

// CreateSignInLinkPayload is a sign-in link that was made, which only this answer holds, and its account.
type CreateSignInLinkPayload struct {
	AccountPayload
	Link      *string
	ExpiresAt *time.Time
}

// Invitation is an invitation without its link.
type Invitation struct {
	ID          string
	Name        string
	Role        lexicon.AccountRole
	Email       *string
	Partner     *ent.Partner
	Contracts   []*ent.Contract
	InvitedByID string
	CreatedAt   time.Time
	ExpiresAt   time.Time
	UsedAt      *time.Time
	RevokedAt   *time.Time
}

// InvitationPayload is the result of a mutation of an invitation.
type InvitationPayload struct {
	Done
	Invitation *Invitation
}

// CreateInvitationPayload is a new invitation with its link, which appears only in this answer.
type CreateInvitationPayload struct {
	InvitationPayload
	Link *string
}

// OpenDirectoryPayload is the result of making the directory public or private.
type OpenDirectoryPayload struct {
	Done
	Open *bool
}
