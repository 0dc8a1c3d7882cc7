using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// Everything that determines a training run's result: settings, images and the initial model. Only a run with the same
/// identity may resume from a checkpoint.
/// </summary>
internal sealed class TrainingIdentity : ICheckpointPart
{
    private readonly Dictionary<string, string> _values;
    private readonly string _path;

    /// <param name="path">The checkpoint, for messages.</param>
    /// <param name="values">Names and values, in the order in which differences are reported.</param>
    public TrainingIdentity(string path, IEnumerable<(string Name, string Value)> values) =>
        (_path, _values) = (path, values.ToDictionary(value => value.Name, value => value.Value));

    public static TrainingIdentity Create(
        string path, TrainingSettings settings, ImageSubset train, ImageSubset? validation, ResNetModel? initial) =>
        new(path,
        [
            .. SettingsList.Enumerate(settings),
            .. DataFingerprint.Compute("training", train),
            .. DataFingerprint.Compute("validation", validation),
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

    /// <exception cref="InvalidOperationException">
    /// The checkpoint belongs to another run; the message lists the differences.
    /// </exception>
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
                $"The checkpoint '{_path}' belongs to another training: {string.Join("; ", differences)}. "
                + "Resume with the original data and options, or start over with another CheckpointPath or after "
                + "deleting the file.");
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
