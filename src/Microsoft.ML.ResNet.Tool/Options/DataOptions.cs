using System.CommandLine;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;

namespace Microsoft.ML.ResNet.Tool.Options;

/// <summary>The options for training and validation images.</summary>
internal sealed class DataOptions
{
    private readonly Option<string?> _data = CommonOptions.Data("Images to train on.");
    private readonly Option<string?> _validation = new("--validation")
    {
        Description = "Validation images, in the form of --data. Default: a 'val' or 'test' folder beside 'train', "
            + "otherwise --validation-fraction",
        HelpName = "PATH",
    };

    private readonly Option<double?> _fraction = new("--validation-fraction")
    {
        Description = "Fraction of every class to hold out for validation, 0 for none. Default: 0.2",
        HelpName = "NUMBER",
    };

    private readonly Option<bool> _multiLabel = new("--multi-label")
    {
        Description = "Images can have any number of labels, even if every row of the table has exactly one.",
    };

    public DataOptions()
    {
        _data.Required = true;
        _fraction.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.GetValueOrDefault<double?>() is not (>= 0 and < 1))
                result.AddError($"--validation-fraction is {result.Tokens[0].Value}; it must be at least 0 and below 1.");
        });
    }

    public IEnumerable<Option> All => [_data, _validation, _fraction, _multiLabel];

    /// <exception cref="UserException">There are no labeled images, or only one class.</exception>
    public DataSource Open(ParseResult parsed, int seed)
    {
        string path = parsed.GetValue(_data)!;
        DataSource data = DataSource.Open(path, parsed.GetValue(_multiLabel) ? true : null);
        if (parsed.GetValue(_validation) is { } validation)
            data = data with { Validation = DataSource.Open(validation, data.Train.IsMultiLabel).Evaluation };
        data = data.HoldOut(parsed.GetValue(_fraction) ?? HoldOutSplit.DefaultShare, seed);
        string[] classes = [.. data.Train.Classes];
        if (classes.Length < 2 && !data.Train.IsMultiLabel)
        {
            throw new UserException(
                $"'{path}' has only one class ('{classes[0]}'): put the images of each class in their own folder.");
        }
        return data;
    }
}
