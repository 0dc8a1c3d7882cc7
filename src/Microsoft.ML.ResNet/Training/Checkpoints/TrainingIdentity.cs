using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// What decides a training run: settings, images, and the model it started from. Only a run with the same identity goes on
/// from a checkpoint.
/// </summary>
internal sealed class TrainingIdentity : ICheckpointPart
{
    private readonly Dictionary<string, string> _values;
    private readonly string _path;

    /// <param name="path">The checkpoint, for messages.</param>
    /// <param name="values">Names and values in the order in which differences are named.</param>
    public TrainingIdentity(string path, IEnumerable<(string Name, string Value)> values) =>
        (_path, _values) = (path, values.ToDictionary(value => value.Name, value => value.Value));

    public static TrainingIdentity Of(
        string path, TrainingSettings settings, ImageSubset train, ImageSubset? validation, ResNetModel? initial) =>
        new(path,
        [
            .. SettingsList.Of(settings),
            .. DataFingerprint.Of("training", train),
            .. DataFingerprint.Of("validation", validation),
            ("The hash of the previous model", initial?.WeightsSha256 ?? "none"),
            ("The normalisation of the previous model", Text(initial?.Normalization)),
        ]);

    private static string Text(ChannelNormalization? normalization) => normalization is null ? "none"
        : FormattableString.Invariant(
            $"mean {string.Join(' ', normalization.Mean)}, deviation {string.Join(' ', normalization.StandardDeviation)}");

    public string Name => "identity";

    public void Save(CheckpointWriter writer)
    {
        writer.Write(_values.Count);
        foreach ((string name, string value) in _values)
        {
            writer.Write(name);
            writer.Write(value);
        }
    }

    /// <exception cref="InvalidOperationException">The checkpoint is of another run; names what differs.</exception>
    public void Load(CheckpointReader reader)
    {
        Dictionary<string, string> saved = Read(reader);
        string[] differences =
        [
            .. _values.Keys.Union(saved.Keys).Where(name => saved.GetValueOrDefault(name) != _values.GetValueOrDefault(name))
                .Select(name => $"{name} is {saved.GetValueOrDefault(name, "missing")} in the checkpoint and "
                    + $"{_values.GetValueOrDefault(name, "missing")} now"),
        ];
        if (differences.Length > 0)
        {
            throw new InvalidOperationException(
                $"The checkpoint '{_path}' is of another training: {string.Join("; ", differences)}. "
                + "Go on with what it was begun with, or train anew with another CheckpointPath or without that file.");
        }
    }

    public static Dictionary<string, string> Read(CheckpointReader reader)
    {
        int count = reader.ReadInt32();
        Dictionary<string, string> values = [];
        for (int i = 0; i < count; i++)
        {
            string name = reader.ReadString();
            values[name] = reader.ReadString();
        }
        return values;
    }
}
