using System.CommandLine;
using Microsoft.ML.ResNet.CommandLine;

namespace Microsoft.ML.ResNet.Tool.Options;

/// <summary>How a model scores, where it is to be other than the model says.</summary>
internal sealed class ScoringOptions
{
    private readonly Option<float?> _unknown = new("--unknown-threshold")
    {
        Description = "Least probability to predict a class: below it, an image is of none. Default: the model's",
        HelpName = "NUMBER",
    };

    private readonly Option<float?> _label = new("--label-threshold")
    {
        Description = "Where any number of labels applies: least probability of a label. Default: the model's",
        HelpName = "NUMBER",
    };

    private readonly Option<ResNetPrecision?> _precision = new("--precision")
    {
        Description = "Float32, BFloat16, or Int8 if the model was quantised. Default: the model's",
    };

    private readonly Option<ResNetTestTimeAugmentation?> _augmentation = new("--test-time-augmentation")
    {
        Description = "None, Flip or TenCrop: the views of an image that are averaged. Default: the model's",
    };

    public IEnumerable<Option> All => [_unknown, _label, _precision, _augmentation];

    /// <summary>The classifier as asked for; the one given is freed if it is another.</summary>
    /// <exception cref="UserException">It cannot be so.</exception>
    public ResNetClassifierTransformer Apply(ParseResult parsed, ResNetClassifierTransformer classifier)
    {
        try
        {
            if (parsed.GetValue(_unknown) is { } unknown)
                Replace(classifier.WithUnknownThreshold(unknown));
            if (parsed.GetValue(_label) is { } label)
                Replace(classifier.WithLabelThreshold(label));
            if (parsed.GetValue(_precision) is { } precision)
                Replace(classifier.WithPrecision(precision));
            if (parsed.GetValue(_augmentation) is { } augmentation)
                Replace(classifier.WithTestTimeAugmentation(augmentation));
            return classifier;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            classifier.Dispose();
            throw new UserException(exception.Message, exception);
        }

        void Replace(ResNetClassifierTransformer other)
        {
            classifier.Dispose();
            classifier = other;
        }
    }
}
