using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet;

public sealed partial class ResNetClassifierTransformer
{
    /// <summary>
    /// The strength of every layer's response to images, in single precision: in residual networks the deeper ones
    /// change their input less (He et al. 2015, figure 7).
    /// </summary>
    /// <param name="images">Images like those that the model was trained on; labels are not needed.</param>
    /// <param name="maximumImages">The largest number of images to use, at least 1; a few more may be read.</param>
    /// <returns>A row for each convolution, from the stem on; shortcuts have none.</returns>
    /// <exception cref="ArgumentException">The image column is missing or of another type; there are no
    /// images.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumImages"/> is below 1.</exception>
    public IReadOnlyList<ResNetLayerResponse> MeasureLayerResponses(IDataView images, int maximumImages = 1000)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumImages, 1);
        NetworkLayout layout = _model.Network.CreateLayout();
        List<UnitLayout> units = [.. layout.Units];
        ResponseMoments moments = new(units.Count);
        Calibration.Observe(_environment, _model, images, maximumImages, moments);

        List<ResNetLayerResponse> responses = [];
        foreach (UnitLayout unit in layout.Stem.Units)
            Add(unit, stage: 0, block: 0);
        int next = 0;
        for (int stage = 0; stage < Architecture.StageDepths.Count; stage++)
        {
            for (int block = 0; block < Architecture.StageDepths[stage]; block++)
            {
                foreach (UnitLayout unit in layout.Blocks[next++].Units)
                    Add(unit, stage + 1, block + 1);
            }
        }
        return responses.AsReadOnly();

        void Add(UnitLayout unit, int stage, int block) => responses.Add(new ResNetLayerResponse
        {
            Layer = responses.Count + 1,
            Stage = stage,
            Block = block,
            Kernel = unit.Convolution.Kernel,
            Channels = unit.Convolution.OutChannels,
            StandardDeviation = moments.StandardDeviation(units.IndexOf(unit)),
        });
    }
}
