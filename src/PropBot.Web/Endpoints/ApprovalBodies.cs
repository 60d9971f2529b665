namespace PropBot.Web.Endpoints;

// The shapes of what two people send; read field by field, as all bodies are.

/// <summary><c>POST /api/ui/risk/limit-request</c> (contract 1.9)</summary>
public sealed record LimitRequestBody(string Limit, string? Scope, decimal Value, string Reason, DateTimeOffset? Until, string? RequestedBy);

/// <summary><c>POST /api/ui/risk/limit-lower</c></summary>
public sealed record LimitLowerBody(string Limit, string? Scope, decimal Value, string? RequestedBy);

/// <summary><c>POST …/limit-approve</c>, <c>…/exit-confirm</c></summary>
public sealed record ApproveBody(string? RequestId, string Token, string? Actor);

/// <summary><c>POST /api/ui/approvals/{id}/confirm</c></summary>
public sealed record ConfirmBody(string Token, string? Actor, string? PayloadHash);

/// <summary><c>POST /api/ui/approvals/{id}/reject</c>, <c>/withdraw</c></summary>
public sealed record ActorBody(string? Actor);
