using Microsoft.OpenApi;

namespace PropBot.Web.Endpoints;

/// <summary>What the generated schema cannot know: its name, and that a bearer token opens the doors.</summary>
public static class ApiDocument
{
    public static void Add(IServiceCollection services, string version) => services.AddOpenApi("v1", schema => schema.AddDocumentTransformer((document, _, _) =>
    {
        document.Info = new OpenApiInfo { Title = "PropBot", Version = version };
        document.Components ??= new OpenApiComponents();
        document.AddComponent<IOpenApiSecurityScheme>("bearer", new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An operator's token." });
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
        return Task.CompletedTask;
    }));
}
