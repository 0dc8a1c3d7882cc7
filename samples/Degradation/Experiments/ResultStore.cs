using Microsoft.ML.ResNet.CommandLine;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.ResNet;

namespace Degradation.Experiments;

/// <summary>
/// Finished networks in a folder: each as an ML.NET model and a result, with the fingerprint of everything that decided
/// them. Those of other settings are not taken, and are replaced when the network is finished.
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
        catch (JsonException) // not ours, or of another version
        {
            return null;
        }
    }

    public void Add(
        NetworkPlan plan, NetworkResult result, MLContext ml, ResNetClassifierTransformer model, DataViewSchema schema)
    {
        Directory.CreateDirectory(folder);
        // The result comes last: where it is, the model is too.
        File.Delete(PathOf(plan, ".json"));
        WholeFile.Write(PathOf(plan, ".zip"), stream => ml.Model.Save(model, schema, stream));
        WholeFile.Write(
            PathOf(plan, ".json"),
            JsonSerializer.Serialize(new Entry(FingerprintOf(plan), result), ExperimentResults.Format));
        foreach (string checkpoint in Directory.GetFiles(folder, Path.GetFileName(PathOf(plan, CheckpointMark)) + "*"))
            File.Delete(checkpoint);
    }

    /// <summary>
    /// Where a training of a network, which begins after so many epochs, is saved while it goes on. That of other
    /// settings has another name.
    /// </summary>
    public string CheckpointOf(NetworkPlan plan, int epochsBefore) =>
        PathOf(plan, $"{CheckpointMark}{epochsBefore}.{fingerprint[..16]}");

    /// <summary>The model of a network that <see cref="Find"/> finds.</summary>
    public ResNetClassifierTransformer Load(NetworkPlan plan, MLContext ml) =>
        (ResNetClassifierTransformer)ml.Model.Load(PathOf(plan, ".zip"), out _);

    private string FingerprintOf(NetworkPlan plan) => $"{fingerprint}:{plan.Name}:{plan.ConstructedFrom?.Name}";

    private string PathOf(NetworkPlan plan, string extension) =>
        Path.Combine(folder, plan.Name.Replace(' ', '-').ToLowerInvariant() + extension);
}
