using System.Text.Json;
using ShapesModel;
using ShapesPool = Shapes_WebApi.PredictionEnginePool<ShapesModel.Shapes.ModelInput, ShapesModel.Shapes.ModelOutput>;

const long LargestBody = 14 << 20; // bytes: an image of 10 MB in JSON

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = LargestBody);
builder.Services.AddSingleton(_ => new ShapesPool(builder.Configuration["Model"] ?? Shapes.MLNetModelPath));

var app = builder.Build();
_ = app.Services.GetRequiredService<ShapesPool>(); // fail at startup if the model is missing

// POST /predict with a ModelInput as JSON returns a ModelOutput, like the code that Model Builder generates:
// curl --json "{\"ImageSource\": \"$(base64 -w 0 shape.png)\"}" http://localhost:5000/predict
// With an image file as the body it returns the label and the scores by name:
// curl --data-binary @shape.png -H 'Content-Type: application/octet-stream' http://localhost:5000/predict
app.MapPost("/predict", async (HttpRequest request, ShapesPool pool, CancellationToken cancelled) =>
{
    try
    {
        if (request.HasJsonContentType())
        {
            Shapes.ModelInput input = await request.ReadFromJsonAsync<Shapes.ModelInput>(cancelled)
                ?? throw new InvalidDataException("The body is null where a ModelInput is expected.");
            return Results.Ok(pool.Predict(input));
        }
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content, cancelled);
        Shapes.ModelOutput output = pool.Predict(new Shapes.ModelInput { ImageSource = content.ToArray() });
        return Results.Ok(new Prediction(
            output.PredictedLabel, Shapes.GetSortedScoresWithLabels(output, pool.OutputSchema).ToDictionary()));
    }
    catch (Exception exception) when (Refusal(exception) is not null)
    {
        return Results.Problem(Refusal(exception), statusCode: StatusCodes.Status400BadRequest);
    }
});

await app.RunAsync();

// The error in the request; null if the server failed.
static string? Refusal(Exception exception) => exception switch
{
    JsonException => $"The body is not a ModelInput: {exception.Message}",
    InvalidDataException => exception.Message,
    { InnerException: InvalidDataException inner } => inner.Message,
    _ => null,
};

internal sealed record Prediction(string PredictedLabel, Dictionary<string, float> Scores);
