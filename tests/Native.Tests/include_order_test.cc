// The folders of src/Native depend on each other in one direction only.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace resnet {
namespace {

namespace fs = std::filesystem;

// From the bottom up. A file may include files of its own folder and of the lines below its own; folders on one
// line do not include each other.
const std::vector<std::vector<std::string>> kLayers = {
    {"base"},
    {"kernels/simd"},
    {"kernels/gemm", "kernels/vector", "kernels/winograd"},
    {"include"},  // the C types of the ABI
    {"conv"},     // shapes and terms
    {"conv/schedule"},
    {"conv/direct", "conv/backward_weights", "conv/winograd"},
    {"conv/dispatch"},
    {"batchnorm", "elementwise", "excitation", "image", "linear", "loss", "optimizer", "pool"},
    {"abi"},
};

// Returns -1 for a folder that has no layer.
int LayerOf(const std::string& folder) {
  for (size_t i = 0; i < kLayers.size(); ++i) {
    if (std::find(kLayers[i].begin(), kLayers[i].end(), folder) != kLayers[i].end()) return static_cast<int>(i);
  }
  return -1;
}

// The folders of the sources that a file includes. Names without a folder are those of the C interface.
std::vector<std::string> IncludedFolders(const std::string& text) {
  std::vector<std::string> folders;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::string directive = "#include \"";
    if (line.compare(0, directive.size(), directive) != 0) continue;
    const std::string path = line.substr(directive.size(), line.find('"', directive.size()) - directive.size());
    const size_t slash = path.rfind('/');
    folders.push_back(slash == std::string::npos ? "include" : path.substr(0, slash));
  }
  return folders;
}

// A sentence for each include that a file in `folder` must not have.
std::vector<std::string> Violations(const std::string& folder, const std::string& text) {
  std::vector<std::string> violations;
  const int layer = LayerOf(folder);
  if (layer < 0) violations.push_back("the folder " + folder + " has no layer");
  for (const std::string& included : IncludedFolders(text)) {
    if (included == folder) continue;
    const int below = LayerOf(included);
    if (below < 0) {
      violations.push_back(included + " has no layer");
    } else if (below >= layer) {
      violations.push_back(folder + " must not include " + included);
    }
  }
  return violations;
}

std::string Read(const fs::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(IncludeOrder, SourcesIncludeLowerLayersOnly) {
  const fs::path root = RESNET_NATIVE_SOURCES;
  int files = 0;
  for (auto entry = fs::recursive_directory_iterator(root); entry != fs::recursive_directory_iterator(); ++entry) {
    const fs::path relative = fs::relative(entry->path(), root);
    const std::string name = relative.generic_string(), extension = entry->path().extension().string();
    if (entry->is_directory() && (name == "obj" || name == "cmake")) entry.disable_recursion_pending();
    if (extension != ".h" && extension != ".cc" && extension != ".inl" && extension != ".inc") continue;
    ++files;
    for (const std::string& violation : Violations(relative.parent_path().generic_string(), Read(entry->path()))) {
      ADD_FAILURE() << name << ": " << violation;
    }
  }
  EXPECT_GT(files, 100);
}

TEST(IncludeOrder, ViolationsAreFound) {
  EXPECT_TRUE(Violations("abi", "#include \"conv/dispatch/weights_gradient.h\"\n#include <vector>\n").empty());
  EXPECT_TRUE(
      Violations("conv/direct", "#include \"conv/direct/source_rows.h\"\n#include \"base/isa.h\"\n").empty());
  EXPECT_EQ(1u, Violations("base", "#include \"kernels/gemm/gemm.h\"\n").size());                 // upwards
  EXPECT_EQ(1u, Violations("base", "#include \"resnet_native.h\"\n").size());                     // upwards
  EXPECT_EQ(1u, Violations("conv", "#include \"conv/winograd/convolution.h\"\n").size());         // upwards
  EXPECT_EQ(1u, Violations("conv/winograd", "#include \"conv/direct/source_rows.h\"\n").size());  // on one line
  EXPECT_EQ(1u, Violations("base", "#include \"helpers/text.h\"\n").size());                      // no layer
  EXPECT_EQ(1u, Violations("helpers", "#include <vector>\n").size());                             // no layer
}

}  // namespace
}  // namespace resnet
