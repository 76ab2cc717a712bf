package view

import (
	"time"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
)

// Viewer is who asks, as they see themselves.
type Viewer struct {
	AccountID     *string
	Name          *string
	Role          *lexicon.AccountRole
	Partner       *ent.Partner
	Contracts     []*ent.Contract
	Scopes        []lexicon.TokenScope
	SeesDirectory bool
}

// Account is somebody who may, with the records that they are bound to.
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

// AccountPayload is what became of an account.
type AccountPayload struct {
	Done
	Account *Account
}

// TokenPayload is what became of a token.
type TokenPayload struct {
	Done
	Token *Token
}

// CreateTokenPayload is a token that was made, and its secret, which only this
// answer holds.
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

// InvitationPayload is what became of an invitation.
type InvitationPayload struct {
	Done
	Invitation *Invitation
}

// CreateInvitationPayload is an invitation that was made, and its link, which only this answer holds.
type CreateInvitationPayload struct {
	InvitationPayload
	Link *string
}

// OpenDirectoryPayload is what became of the directory.
type OpenDirectoryPayload struct {
	Done
	Open *bool
}
