using WebApp;
using WebApp.Serving;

await using WebApplication app = Server.Create(args);
await app.RunAsync();
return app.Services.GetRequiredService<ModelService>().Failure is null ? 0 : 1;
