using System.CommandLine;
using Microsoft.ML.ResNet.CommandLine;

namespace Microsoft.ML.ResNet.Tool.Options;

/// <summary>Options that override how a model scores.</summary>
internal sealed class ScoringOptions
{
    private readonly Option<float?> _unknown = new("--unknown-threshold")
    {
        Description = "Minimum probability of a predicted class; below it no class is predicted. Default: the model's",
        HelpName = "NUMBER",
    };

    private readonly Option<float?> _label = new("--label-threshold")
    {
        Description = "Minimum probability of a predicted label, for multi-label models. Default: the model's",
        HelpName = "NUMBER",
    };

    private readonly Option<ResNetPrecision?> _precision = new("--precision")
    {
        Description = "Float32, BFloat16, or Int8 if the model was quantised. Default: the model's",
    };

    private readonly Option<ResNetTestTimeAugmentation?> _augmentation = new("--test-time-augmentation")
    {
        Description = "Average the scores of several views of an image: None, Flip or TenCrop. Default: the model's",
    };

    public IEnumerable<Option> All => [_unknown, _label, _precision, _augmentation];

    /// <summary>Returns the classifier with the given options; disposes the original if a new one is returned.</summary>
    /// <exception cref="UserException">The model does not support an option.</exception>
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
