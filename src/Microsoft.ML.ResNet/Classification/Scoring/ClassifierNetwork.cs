using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Scoring;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>The native network of a classifier.</summary>
internal static class ClassifierNetwork
{
    /// <param name="model">The classifier.</param>
    /// <param name="warn">Called with a warning if the precision is slow on this CPU.</param>
    /// <param name="observer">Receives all activations, or null.</param>
    public static SharedNetwork<InferenceNetwork> Share(
        ClassifierModel model, Action<string> warn, INetworkObserver? observer = null) => new(context =>
        {
            Arithmetic arithmetic = Arithmetic.FromPrecision(model.Precision, model.Ranges);
            if (arithmetic.SlowPrecisionWarning(context, model.Precision) is { } warning)
                warn(warning);
            return Create(model, context, observer);
        });

    /// <summary>The network of a classifier, with the views that it scores.</summary>
    public static InferenceNetwork Create(
        ClassifierModel model, NativeContext context, INetworkObserver? observer = null) =>
        new(model.Network, context, Arithmetic.FromPrecision(model.Precision, model.Ranges))
        {
            IsMultiLabel = model.Rule.IsMultiLabel,
            Observer = observer,
            Views = model.TestTimeAugmentation == ResNetTestTimeAugmentation.None
                ? []
                : TestTimeViews.Create(
                    model.TestTimeAugmentation, model.Specification.Shape.Size,
                    new ImageSize(model.Network.Height, model.Network.Width)),
        };
}
