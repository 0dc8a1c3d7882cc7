using WebApp;
using WebApp.Serving;

await using WebApplication app = Server.Create(args);
ModelService model = app.Services.GetRequiredService<ModelService>();
await app.RunAsync();
return model.Failure is null ? 0 : 1;
