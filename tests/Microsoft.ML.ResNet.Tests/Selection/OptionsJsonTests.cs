using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Selection;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Selection;

/// <summary>
/// Tests of options as parameter objects of AutoML's sweepable estimators, which pass values by name and store them as
/// JSON.
/// </summary>
public sealed class OptionsJsonTests
{
    [Fact]
    public void OptionsSurviveAJsonRoundTrip()
    {
        ResNetClassifierEstimator.Options options = Tiny.Options(o =>
        {
            o.Apply(ResNetRecipe.TinyDataSet);
            o.Architecture = Tiny.Architecture with { Stem = ResNetStem.Deep, SqueezeReduction = 4 };
            o.BatchSize = null;
            o.LearningRate = 0.123f;
            o.Optimizer.StepMilestones = [0.3f, 0.9f];
            o.Normalization = ResNetPixelNormalization.ImageNet;
            o.ClassWeights = ResNetClassWeights.Create(new Dictionary<string, float> { ["disc"] = 2 });
            o.EarlyStopping = new ResNetEarlyStopping { Patience = 3 };
            o.MetricsCallback = _ => { };
        });
        string json = JsonSerializer.Serialize(options);
        ResNetClassifierEstimator.Options back = JsonSerializer.Deserialize<ResNetClassifierEstimator.Options>(json)!;
        Assert.Equal(json, JsonSerializer.Serialize(back));
        Assert.Equal(options.Architecture, back.Architecture);
        Assert.Equal(0.25f, back.Augmentation.ErasingProbability);
        Assert.Equal(options.ClassWeights.ToString(), back.ClassWeights.ToString());
        Assert.Equal(3, back.EarlyStopping!.Patience);
        Assert.Equal([0.3f, 0.9f], back.Optimizer.StepMilestones);
        back.Validate();
    }

    [Fact]
    public void EveryOptionExceptCallbacksIsSettableFromJson()
    {
        JsonObject json = JsonSerializer.SerializeToNode(new ResNetClassifierEstimator.Options())!.AsObject();
        PropertyInfo[] properties = typeof(ResNetClassifierEstimator.Options).GetProperties();
        Assert.All(properties, property => Assert.True(property.CanWrite, property.Name));
        Assert.Equal(
            ["CancellationToken", "MetricsCallback", "ProgressCallback", "ResumedCallback", "ValidationSet"],
            properties.Select(property => property.Name).Except(json.Select(value => value.Key)).Order());
        Assert.Null(json["Architecture"]); // what training starts from decides
        var weights = JsonSerializer.Deserialize<ResNetClassifierEstimator.Options>("""{ "Pretrained": "a/b.pth" }""")!;
        Assert.Equal("a/b.pth", weights.Pretrained!.Path);
        Assert.Contains("\"Pretrained\":\"a/b.pth\"", JsonSerializer.Serialize(weights));
    }

    [Fact]
    public void OptionsSurviveASearchSpaceThatKeepsSettableProperties()
    {
        ResNetClassifierEstimator.Options options = Tiny.Options(o =>
        {
            o.Apply(ResNetRecipe.TinyDataSet);
            o.Architecture = Tiny.Architecture with { Stem = ResNetStem.Deep, SqueezeReduction = 4 };
            o.ClassWeights = ResNetClassWeights.Balanced;
            o.Normalization = ResNetPixelNormalization.ImageNet;
            o.EarlyStopping = new ResNetEarlyStopping { Patience = 3, Metric = ResNetEarlyStoppingMetric.TrainLoss };
        });
        Assert.Equal(JsonSerializer.Serialize(options), JsonSerializer.Serialize(BySettableProperties(options)));
        options.ClassWeights = ResNetClassWeights.Create(new Dictionary<string, float> { ["disc"] = 2, ["PerClass"] = 3 });
        Assert.Equal(JsonSerializer.Serialize(options), JsonSerializer.Serialize(BySettableProperties(options)));
        options.ClassWeights = ResNetClassWeights.None;
        Assert.Equal(JsonSerializer.Serialize(options), JsonSerializer.Serialize(BySettableProperties(options)));
    }

    // As Microsoft.ML.SearchSpace keeps its defaults: properties that can be read and written, by reflection, without
    // converters; objects without such a property are left out.
    private static ResNetClassifierEstimator.Options BySettableProperties(ResNetClassifierEstimator.Options options)
    {
        JsonSerializerOptions json = new() { Converters = { new JsonStringEnumConverter() } };
        return Node(options, typeof(ResNetClassifierEstimator.Options))
            .Deserialize<ResNetClassifierEstimator.Options>(json)!;

        JsonNode? Node(object value, Type type)
        {
            if (value is int or long or float or double or string or bool or Enum or System.Collections.IEnumerable)
                return JsonSerializer.SerializeToNode(value, value.GetType(), json);
            JsonObject result = [];
            foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                if (property is not { CanRead: true, CanWrite: true } || property.GetValue(value) is not { } inner)
                    continue;
                if (Node(inner, property.PropertyType) is { } node and not JsonObject { Count: 0 })
                    result[property.Name] = node;
            }
            return result;
        }
    }

    [Fact]
    public void TrainsWithAParameterObject()
    {
        // A tuner sets some values by name and leaves the others unset.
        var parameter = JsonNode.Parse(
            """{ "Architecture": "ResNet20", "Epochs": 1, "LearningRate": 0.05, "ImageHeight": 16 }""");
        var context = new MLContext(1);
        Func<MLContext, JsonNode, IEstimator<ITransformer>> factory = (ml, values) =>
            ml.Transforms.ResNetClassifier(values.Deserialize<ResNetClassifierEstimator.Options>()!);
        ITransformer model = factory(context, parameter!).Fit(Tiny.Keyed(context, EncodedRow.Many(12)));
        Assert.Equal(16, Assert.IsType<ResNetClassifierTransformer>(model).ImageWidth);
    }

    [Theory]
    [InlineData("""{ "Architecture": "ResNet19" }""", "There is no architecture")]
    [InlineData("""{ "ClassWeights": "Equal" }""", "are no class weights")]
    public void RejectsInvalidValuesByName(string json, string message) => Assert.Contains(
        message, Assert.Throws<JsonException>(
            () => JsonSerializer.Deserialize<ResNetClassifierEstimator.Options>(json)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void BestOptionsSurviveAJsonRoundTrip()
    {
        ResNetClassifierEstimator.Options best =
            TinyExperiment.Run(TinyExperiment.Settings(s => s.MaxModels = 2)).BestOptions;
        string json = JsonSerializer.Serialize(best);
        Assert.Equal(
            best.Architecture, JsonSerializer.Deserialize<ResNetClassifierEstimator.Options>(json)!.Architecture);
    }
}
