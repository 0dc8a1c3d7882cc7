using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.ML.ResNet.Model;

namespace Microsoft.ML.ResNet;

public sealed partial class ResNetClassifierEstimator
{
    // How the model scores.
    public sealed partial class Options
    {
        /// <summary>
        /// The smallest probability of a predicted class, 0 to 1: if no class reaches it, <c>PredictedLabel</c> is the missing
        /// key, 0. Saved with the model; <see cref="ResNetClassifierTransformer.WithUnknownThreshold"/> changes it. Not used
        /// for images with several labels. Default: 0, a class is always predicted.
        /// </summary>
        [Range(0.0, 1.0)]
        [Description("Smallest probability of a predicted class; below it, the image has no class.")]
        public float UnknownThreshold { get; set; }

        /// <summary>
        /// For images with several labels: the smallest probability of a predicted label, 0 to 1. Saved with the model;
        /// <see cref="ResNetClassifierTransformer.WithLabelThreshold"/> changes it. Default: 0.5.
        /// </summary>
        [Range(0.0, 1.0)]
        [Description("For images with several labels: smallest probability of a predicted label.")]
        public float LabelThreshold { get; set; } = PredictionRule.DefaultLabelThreshold;

        /// <summary>
        /// The views of an image whose scores are averaged by the trained model; validation during training uses the center
        /// alone. Default: <see cref="ResNetTestTimeAugmentation.None"/>.
        /// </summary>
        [Description("Views of an image whose scores the model averages.")]
        public ResNetTestTimeAugmentation TestTimeAugmentation { get; set; } = ResNetTestTimeAugmentation.None;
    }
}
