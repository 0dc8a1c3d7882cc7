using Microsoft.ML.ResNet.CommandLine;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.ResNet;

namespace Degradation.Experiments;

/// <summary>
/// A folder of finished networks: each an ML.NET model and a result, with the fingerprint of images and settings.
/// Networks with another fingerprint are ignored, and replaced when the network is finished.
/// </summary>
internal sealed class ResultStore(string folder, string fingerprint)
{
    private const string CheckpointMark = ".checkpoint.";

    private sealed record Entry(string Fingerprint, NetworkResult Result);

    public NetworkResult? Find(NetworkPlan plan)
    {
        string path = PathOf(plan, ".json");
        if (!File.Exists(path) || !File.Exists(PathOf(plan, ".zip")))
            return null;
        try
        {
            Entry? entry = JsonSerializer.Deserialize<Entry>(File.ReadAllText(path), ExperimentResults.Format);
            return entry?.Fingerprint == FingerprintOf(plan) ? entry.Result : null;
        }
        catch (JsonException) // not written by this sample, or by another version
        {
            return null;
        }
    }

    public void Add(
        NetworkPlan plan, NetworkResult result, MLContext ml, ResNetClassifierTransformer model, DataViewSchema schema)
    {
        Directory.CreateDirectory(folder);
        // The result is written last: if it exists, so does the model.
        File.Delete(PathOf(plan, ".json"));
        OutputFile.Write(PathOf(plan, ".zip"), stream => ml.Model.Save(model, schema, stream));
        OutputFile.Write(
            PathOf(plan, ".json"),
            JsonSerializer.Serialize(new Entry(FingerprintOf(plan), result), ExperimentResults.Format));
        foreach (string checkpoint in Directory.GetFiles(folder, Path.GetFileName(PathOf(plan, CheckpointMark)) + "*"))
            File.Delete(checkpoint);
    }

    /// <summary>
    /// The checkpoint of a training that starts after <paramref name="epochsBefore"/> epochs. Its name depends on the
    /// fingerprint.
    /// </summary>
    public string CheckpointOf(NetworkPlan plan, int epochsBefore) =>
        PathOf(plan, $"{CheckpointMark}{epochsBefore}.{fingerprint[..16]}");

    /// <summary>Loads a network for which <see cref="Find"/> returns a result.</summary>
    public ResNetClassifierTransformer Load(NetworkPlan plan, MLContext ml) =>
        (ResNetClassifierTransformer)ml.Model.Load(PathOf(plan, ".zip"), out _);

    private string FingerprintOf(NetworkPlan plan) => $"{fingerprint}:{plan.Name}:{plan.ConstructedFrom?.Name}";

    private string PathOf(NetworkPlan plan, string extension) =>
        Path.Combine(folder, plan.Name.Replace(' ', '-').ToLowerInvariant() + extension);
}
