/* SPDX-License-Identifier: Apache-2.0 */
/* An emergency answer of 2 kB as the placeholder profile lays it out, for one
   file identifier and one insured number.  All in it is invented.  */
#ifndef EMI_BENCH_ANSWER_TEXT_H
#define EMI_BENCH_ANSWER_TEXT_H

#define ANSWER_DRUG(code, name)                                               \
  "<EmDrug><EmSource>receipt</EmSource><EmDate>20260110</EmDate>"             \
  "<EmDrugCode>" code "</EmDrugCode><EmDrugName>" name "</EmDrugName>"        \
  "<EmInstitutionName>架空内科</EmInstitutionName></EmDrug>\n"

#define ANSWER_FORMAT                                                         \
  "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n"            \
  "<XmlMsg><MessageHeader>"                                                   \
  "<ProcessExecutionTime>20260112093000</ProcessExecutionTime>"               \
  "<QualificationConfirmationDate>20260112"                                   \
  "</QualificationConfirmationDate>"                                          \
  "<MedicalInstitutionCode>1319999999</MedicalInstitutionCode>"               \
  "<ArbitraryFileIdentifier>%s</ArbitraryFileIdentifier>"                     \
  "<ReferenceClassification>1</ReferenceClassification>"                      \
  "<SegmentOfResult>1</SegmentOfResult>"                                      \
  "<CharacterCodeIdentifier>0</CharacterCodeIdentifier></MessageHeader>\n"    \
  "<MessageBody><ProcessingResultStatus>1</ProcessingResultStatus>"           \
  "<EmConsentClassification>3</EmConsentClassification>"                      \
  "<EmRequestPattern>1</EmRequestPattern><EmPerson>"                          \
  "<InsurerNumber>06132013</InsurerNumber>"                                   \
  "<InsuredIdentificationNumber>%s</InsuredIdentificationNumber>"             \
  "<Name>試験　次郎</Name><NameKana>ｼｹﾝ ｼﾞﾛｳ</NameKana>"                      \
  "<Birthdate>19680722</Birthdate><Sex1>1</Sex1></EmPerson>\n"                \
  "<EmSummary><EmDrugs>\n" ANSWER_DRUG ("620003590", "ワルファリンＫ錠１ｍｇ") \
    ANSWER_DRUG ("622422701", "アムロジピンＯＤ錠５ｍｇ")                     \
      ANSWER_DRUG ("610443047", "試験用錠剤１０ｍｇ")                         \
  "</EmDrugs><EmVisits><EmVisit><EmVisitDate>20260110</EmVisitDate>"          \
  "<EmInstitutionName>架空内科</EmInstitutionName></EmVisit></EmVisits>\n"    \
  "<EmOperations/><EmDialysis/>"                                              \
  "<EmCheckups><EmCheckupDate>20250610</EmCheckupDate></EmCheckups>"          \
  "</EmSummary></MessageBody></XmlMsg>\n"

#endif
