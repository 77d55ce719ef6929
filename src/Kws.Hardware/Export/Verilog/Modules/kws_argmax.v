// The label: the index of the largest logit, the lowest one on a tie. Logits come one after the other, with their index.

module kws_argmax #(
  parameter LOGIT_BITS = 1,
  parameter LABEL_BITS = 1
) (
  input  wire                         clock,
  input  wire                         valid,
  input  wire [LABEL_BITS-1:0]        index,
  input  wire signed [LOGIT_BITS-1:0] logit,
  output reg  [LABEL_BITS-1:0]        label
);
  reg signed [LOGIT_BITS-1:0] largest;

  always @(posedge clock)
    if (valid && (index == 0 || logit > largest)) begin
      largest <= logit;
      label <= index;
    end
endmodule
