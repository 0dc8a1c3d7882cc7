using ShapesModel;
using ShapesPool = Shapes_WebApi.PredictionEnginePool<ShapesModel.Shapes.ModelInput, ShapesModel.Shapes.ModelOutput>;

const long LargestImage = 10 << 20; // bytes

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = LargestImage);
builder.Services.AddSingleton(_ => new ShapesPool(builder.Configuration["Model"] ?? Shapes.MLNetModelPath));

var app = builder.Build();
_ = app.Services.GetRequiredService<ShapesPool>(); // a missing model ends the program at its start

// POST /predict with the content of an image file as the body:
// curl --data-binary @shape.png -H 'Content-Type: application/octet-stream' http://localhost:5000/predict
app.MapPost("/predict", async (HttpRequest request, ShapesPool pool, CancellationToken cancelled) =>
{
    using var content = new MemoryStream();
    await request.Body.CopyToAsync(content, cancelled);
    try
    {
        Shapes.ModelOutput output = pool.Predict(new Shapes.ModelInput { ImageSource = content.ToArray() });
        return Results.Ok(new Prediction(
            output.PredictedLabel, Shapes.GetSortedScoresWithLabels(output, pool.OutputSchema).ToDictionary()));
    }
    catch (Exception exception) when (exception is InvalidDataException or { InnerException: InvalidDataException })
    {
        return Results.Problem(
            (exception as InvalidDataException ?? exception.InnerException)!.Message,
            statusCode: StatusCodes.Status400BadRequest);
    }
});

await app.RunAsync();

internal sealed record Prediction(string PredictedLabel, Dictionary<string, float> Scores);
